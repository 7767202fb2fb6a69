package dev.headgate.store.reviews;

/// A call that a person shall answer.
///
/// @param assignee who shall, empty if nobody in particular
/// @param question JSON of what was asked; empty in a list, and if the person who asked has been
///   forgotten
/// @param answer of the person, empty if there is none
public record StoredReview(
    String id,
    ReviewOrigin origin,
    ReviewState state,
    String assignee,
    Times times,
    byte[] question,
    String answer) {
  /// Epoch milliseconds.
  ///
  /// @param answeredAt 0 if it is not
  public record Times(long createdAt, long dueAt, long answeredAt) {}
}
