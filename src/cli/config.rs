//! `whosaid config`, and the settings that everything else runs with.

use super::arguments::ConfigCommand;
use super::{colour_depth, complain, config_text};
use crate::app::config::{ColourDepth, EXAMPLE, Settings, read};
use crate::extract::Dictionary;
use crate::io::dirs::Dirs;
use anyhow::Result;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The settings, with what is wrong in the file that they were read from: sentences that begin with its name.
pub fn settings(chosen: Option<&Path>, depth: ColourDepth) -> Result<(Settings, Vec<String>)> {
    let path = path(chosen)?;
    let text = config_text(&path, chosen.is_some())?;
    let (settings, mistakes) = read(&text, depth);
    let named = |says: String| format!("{}: {says}", path.display());
    Ok((settings, mistakes.into_iter().map(named).collect()))
}

/// What articles are read with: the program's lists, and the reader's own from the folder `lexicon` beside
/// the config; with what is wrong in them.
pub fn dictionary(chosen: Option<&Path>) -> Result<(Dictionary, Vec<String>)> {
    let (own, mistakes) = crate::io::lexicon::read(&path(chosen)?.with_file_name("lexicon"));
    Ok((Dictionary::new(own), mistakes))
}

/// Checks or prints.
pub fn run(what: &ConfigCommand, chosen: Option<&Path>) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    match what {
        ConfigCommand::Print { default: true } => out.write_all(EXAMPLE.as_bytes())?,
        ConfigCommand::Print { default: false } => {
            let (settings, mistakes) = settings(chosen, colour_depth())?;
            mistakes.iter().for_each(|says| complain(says));
            out.write_all(settings.print().as_bytes())?;
        }
        ConfigCommand::Check => {
            let path = path(chosen)?;
            let (_, lists) = dictionary(chosen)?;
            lists.iter().for_each(|says| complain(says));
            if chosen.is_none() && !path.exists() {
                writeln!(
                    out,
                    "{}: not there, so everything is as it is by default",
                    path.display()
                )?;
            } else {
                let (_, mistakes) = settings(chosen, colour_depth())?;
                mistakes.iter().for_each(|says| complain(says));
                if !mistakes.is_empty() {
                    return Ok(ExitCode::FAILURE);
                }
                writeln!(out, "{}: no mistakes", path.display())?;
            }
            if !lists.is_empty() {
                return Ok(ExitCode::FAILURE);
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn path(chosen: Option<&Path>) -> Result<PathBuf> {
    match chosen {
        Some(path) => Ok(path.to_owned()),
        None => Ok(Dirs::of_user()?.config.join("config.toml")),
    }
}
