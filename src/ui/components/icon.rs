//! Small drawings, inline: no font, no request.

use crate::ui::prelude::*;

macro_rules! glyphs {
    ($($(#[doc = $doc:literal])* $name:ident => $path:literal;)*) => {
        /// What an icon shows.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Glyph { $($(#[doc = $doc])* $name,)* }

        impl Glyph {
            const fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }
        }
    };
}

glyphs! {
    /// Take back.
    Undo => "M9 14 4 9l5-5M4 9h10.5a5.5 5.5 0 0 1 0 11H11";
    /// Make again.
    Redo => "m15 14 5-5-5-5m5 5H9.5a5.5 5.5 0 0 0 0 11H13";
    /// Light theme.
    Sun => "M12 4V2m0 20v-2m8-8h2M2 12h2m13.7-5.7 1.4-1.4M4.9 19.1l1.4-1.4m0-11.4L4.9 4.9m14.2 14.2-1.4-1.4M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8";
    /// Dark theme.
    Moon => "M20.5 14.3A8.5 8.5 0 0 1 9.7 3.5a8.5 8.5 0 1 0 10.8 10.8";
    /// The system's theme.
    Screen => "M4 4h16a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1m8 12v4m-4 0h8";
    /// Help.
    Help => "M9.2 9.2a2.9 2.9 0 0 1 5.6.9c0 1.9-2.8 2.6-2.8 4.1m0 3h.01M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4";
    /// Opens downwards.
    Down => "m6 9.5 6 6 6-6";
    /// More about it.
    Info => "M12 11v5.5m0-9h.01M12 2.8a9.2 9.2 0 1 0 0 18.4 9.2 9.2 0 0 0 0-18.4";
    /// More.
    More => "M5 12h.01M12 12h.01M19 12h.01";
    /// Play.
    Play => "M7 4.5v15l12.5-7.5z";
    /// Pause.
    Pause => "M8 5v14m8-14v14";
    /// One packet further.
    Step => "M6 5v14l8.5-7zm12 0v14";
    /// One packet back.
    StepBack => "M18 5v14l-8.5-7zM6 5v14";
    /// One action further.
    Next => "M4 6v12l7.5-6zm9 0v12l7.5-6z";
    /// One action back.
    Previous => "M20 6v12l-7.5-6zm-9 0v12l-7.5-6z";
    /// A key.
    Key => "M14.5 3.5a6 6 0 0 0-5.8 7.6L3 16.8V21h4.2v-2.6h2.6v-2.6l2.1-.5a6 6 0 1 0 2.6-11.8m1.6 4.4h.01";
    /// A safety number.
    Shield => "M12 21.5c4.8-1.6 8-5.2 8-10V5.3L12 2.5 4 5.3v6.2c0 4.8 3.2 8.4 8 10m-3.4-9.7 2.4 2.4 4.4-4.6";
    /// Send.
    Send => "M12 20V4.5m-6.5 6L12 4l6.5 6.5";
    /// One tick.
    Tick => "m5 12.5 4.5 4.5L19 7.5";
    /// Two ticks.
    Ticks => "m2.5 12.5 4.5 4.5 9.5-9.5m-5 9 .5.5 9.5-9.5";
    /// Not yet.
    Clock => "M12 7v5l3 2m-3-11a9 9 0 1 0 0 18 9 9 0 0 0 0-18";
    /// Something is wrong.
    Warning => "M12 9.5v4m0 3.2h.01M10.4 4 2.6 17.6A1.8 1.8 0 0 0 4.2 20.3h15.6a1.8 1.8 0 0 0 1.6-2.7L13.6 4a1.85 1.85 0 0 0-3.2 0";
    /// Close.
    Close => "M6 6l12 12M18 6 6 18";
    /// Copy.
    Copy => "M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1M5 15H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1";
    /// Again.
    Again => "M20 5v5h-5m4.6-.6a8 8 0 1 0 .4 4.6";
    /// Something new.
    Plus => "M12 5v14m-7-7h14";
    /// A phone.
    Phone => "M8 2.5h8A1.5 1.5 0 0 1 17.5 4v16a1.5 1.5 0 0 1-1.5 1.5H8A1.5 1.5 0 0 1 6.5 20V4A1.5 1.5 0 0 1 8 2.5M11 18.5h2";
    /// A link.
    Link => "M2 12h3l2.5-6 4.5 12 4-9 1.5 3H22";
    /// A server.
    Server => "M4.5 4h15A1.5 1.5 0 0 1 21 5.5v4a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 9.5v-4A1.5 1.5 0 0 1 4.5 4m0 9h15a1.5 1.5 0 0 1 1.5 1.5v4a1.5 1.5 0 0 1-1.5 1.5h-15A1.5 1.5 0 0 1 3 18.5v-4A1.5 1.5 0 0 1 4.5 13M7 7.5h.01M7 16.5h.01";
    /// An envelope.
    Envelope => "M4 5h16a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V6a1 1 0 0 1 1-1m-.7.7L12 12.5l8.7-6.8";
    /// A lock.
    Lock => "M6 11h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1m2 0V7.5a4 4 0 0 1 8 0V11";
    /// A bubble.
    Bubble => "M5 4h14a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2m3 4.5h8m-8 3h5";
    /// Two that greet each other.
    Handshake => "M3 8.5h14m-4-4 4 4-4 4M21 15.5H7m4-4-4 4 4 4";
    /// A word about a message.
    Receipt => "m4 12.5 5 5L20 6.5";
    /// Cut.
    Cut => "M4 12h4m8 0h4M10 7l4 10";
    /// No network.
    Offline => "M3 3l18 18M5 12.6a10 10 0 0 1 4.5-2.5m4.4-.1A10 10 0 0 1 19 12.6M8.5 16.1a5 5 0 0 1 5.4-1.1M1.5 9A15 15 0 0 1 6 6.2m4.5-1.2A15 15 0 0 1 22.5 9M12 19.5h.01";
    /// Network.
    Online => "M5 12.6a10 10 0 0 1 14 0M8.5 16.1a5 5 0 0 1 7 0M1.5 9a15 15 0 0 1 21 0M12 19.5h.01";
    /// Someone new.
    Join => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8m-7 8.5c0-3.6 3.1-5.5 7-5.5s7 1.9 7 5.5";
    /// An order.
    Order => "M12 3v17.5m-4 0h8M5 6.5h14M5 6.5 2.5 13a2.7 2.7 0 0 0 5 0zm14 0L16.5 13a2.7 2.7 0 0 0 5 0z";
    /// A change.
    Spark => "M13 2.5 5 13.5h6l-1 8 8-11h-6z";
}

/// An icon: never without a text beside it or on its button.
pub fn icon(glyph: Glyph) -> Html {
    html! {
        <svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d={glyph.path()} /></svg>
    }
}
