//! What is known of a token besides its looks, in bits: the lists lay it down, the features read it.

/// What is known of a token besides its looks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clue {
    /// What the lists say, in the bits named below.
    pub bits: u32,
    /// The sort of the known name that it stands in, and where it stands in it; 0 for none.
    pub known: u32,
    /// The class that the rules gave it.
    pub class: u32,
    /// Its first three characters.
    pub front: u32,
    /// Its last four.
    pub back: u32,
}

/// Stands in a title.
pub const TITLE: u32 = 1;
/// Is a forename.
pub const FORENAME: u32 = 2;
/// Is a surname.
pub const SURNAME: u32 = 4;
/// Stands, small, inside names.
pub const PARTICLE: u32 = 8;
/// Stands after names.
pub const AFTER: u32 = 16;
/// Ends the names of bodies.
pub const BODY: u32 = 32;
/// Ends the names of outlets.
pub const MEDIA: u32 = 64;
/// Is a role noun of a person.
pub const ROLE: u32 = 128;
/// Is a noun for several people, a body or an outlet.
pub const SEVERAL: u32 = 256;
/// Is a noun for something written.
pub const WRITTEN: u32 = 512;
/// Is a day or month.
pub const CALENDAR: u32 = 1024;
/// Is a common word.
pub const COMMON: u32 = 2048;
/// Is a small word.
pub const SMALL: u32 = 4096;
/// Can be a verb.
pub const VERB: u32 = 8192;
/// Is a verb that attributes.
pub const CUE: u32 = 16384;
/// Joins the words of a name: of, the, and, &.
pub const GLUE: u32 = 1 << 15;
/// Stands glued to the token before it.
pub const GLUED: u32 = 1 << 16;
/// Marks the name of a place.
pub const LOCUS: u32 = 1 << 17;
/// Marks the name of something that cannot act.
pub const THING: u32 = 1 << 18;
