//! Instants as RFC 3339 writes them, to the millisecond and in UTC.

use domain::time::UnixMs;
use jiff::Timestamp;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::ToSchema;

/// An instant such as `2026-11-18T10:42:00.000Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, format = DateTime, example = "2026-11-18T10:42:00.000Z")]
pub struct At(pub UnixMs);

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // An instant outside of the calendar can't come from a clock; it is told as the calendar's beginning.
        let at = Timestamp::from_millisecond(self.0.0).unwrap_or(Timestamp::MIN);
        write!(f, "{}", at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ"))
    }
}

impl Serialize for At {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for At {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<At, D::Error> {
        let text = String::deserialize(deserializer)?;
        let at: Timestamp =
            text.parse().map_err(|_| D::Error::custom("write an instant such as 2026-11-18T10:42:00Z"))?;
        Ok(At(UnixMs(at.as_millisecond())))
    }
}

impl From<UnixMs> for At {
    fn from(at: UnixMs) -> At {
        At(at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_instant_is_read_as_it_is_written() {
        let at = At(UnixMs(1_794_998_520_007));
        assert_eq!(serde_json::to_string(&at).unwrap(), "\"2026-11-18T10:42:00.007Z\"");
        assert_eq!(serde_json::from_str::<At>("\"2026-11-18T10:42:00.007Z\"").unwrap(), at);
        assert_eq!(serde_json::from_str::<At>("\"2026-11-18T11:42:00.007+01:00\"").unwrap(), at);
        assert!(serde_json::from_str::<At>("\"tomorrow\"").is_err());
    }
}
