//! Small help for records: fields at their default are not written, absent fields read as their default.

/// For `#[serde(skip_serializing_if = "unset")]`.
pub fn unset<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
