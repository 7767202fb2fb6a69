package dev.headgate.store.reviews;

/// Something that has to be told of a review.
///
/// @param type such as `review.answered`
public record ReviewEvent(
    String id, String project, String review, String type, long atMillis, int attempts) {
  public static final String WAITING = "review.waiting";
  public static final String ANSWERED = "review.answered";
}
