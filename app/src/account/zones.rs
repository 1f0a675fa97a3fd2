//! Time zones to choose from; any other name of the tz database may be typed.

/// One name for each zone that many people live in, from west to east.
pub const COMMON: [&str; 62] = [
    "Pacific/Honolulu",
    "America/Anchorage",
    "America/Los_Angeles",
    "America/Tijuana",
    "America/Denver",
    "America/Phoenix",
    "America/Chicago",
    "America/Mexico_City",
    "America/Guatemala",
    "America/Costa_Rica",
    "America/New_York",
    "America/Toronto",
    "America/Havana",
    "America/Bogota",
    "America/Lima",
    "America/Guayaquil",
    "America/Panama",
    "America/Caracas",
    "America/La_Paz",
    "America/Puerto_Rico",
    "America/Santo_Domingo",
    "America/Halifax",
    "America/Santiago",
    "America/Asuncion",
    "America/Sao_Paulo",
    "America/Argentina/Buenos_Aires",
    "America/Montevideo",
    "Atlantic/Azores",
    "Atlantic/Canary",
    "UTC",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Dublin",
    "Africa/Casablanca",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Brussels",
    "Europe/Amsterdam",
    "Europe/Berlin",
    "Europe/Zurich",
    "Europe/Rome",
    "Europe/Vienna",
    "Europe/Warsaw",
    "Europe/Stockholm",
    "Africa/Lagos",
    "Europe/Athens",
    "Europe/Bucharest",
    "Europe/Helsinki",
    "Europe/Kyiv",
    "Africa/Johannesburg",
    "Europe/Istanbul",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Karachi",
    "Asia/Kolkata",
    "Asia/Bangkok",
    "Asia/Singapore",
    "Asia/Manila",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
];

#[cfg(test)]
mod tests {
    use super::*;
    use domain::time::{LocalClock, UnixMs};

    #[test]
    fn every_zone_that_is_offered_exists() {
        for name in COMMON {
            assert!(LocalClock::of_zone(name, UnixMs(1_795_000_000_000)).is_ok(), "{name}");
        }
    }
}
