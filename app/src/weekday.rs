//! The names of weekdays. Monday is 0.

use crate::i18n::Common;

/// "Mon"
pub fn short(t: Common, day: usize) -> &'static str {
    match day {
        0 => t.weekday_mon(),
        1 => t.weekday_tue(),
        2 => t.weekday_wed(),
        3 => t.weekday_thu(),
        4 => t.weekday_fri(),
        5 => t.weekday_sat(),
        _ => t.weekday_sun(),
    }
}

/// "Monday", inside a sentence.
pub fn long(t: Common, day: usize) -> &'static str {
    match day {
        0 => t.weekday_long_mon(),
        1 => t.weekday_long_tue(),
        2 => t.weekday_long_wed(),
        3 => t.weekday_long_thu(),
        4 => t.weekday_long_fri(),
        5 => t.weekday_long_sat(),
        _ => t.weekday_long_sun(),
    }
}

/// "Monday", standing alone.
pub fn label(t: Common, day: usize) -> &'static str {
    match day {
        0 => t.weekday_label_mon(),
        1 => t.weekday_label_tue(),
        2 => t.weekday_label_wed(),
        3 => t.weekday_label_thu(),
        4 => t.weekday_label_fri(),
        5 => t.weekday_label_sat(),
        _ => t.weekday_label_sun(),
    }
}
