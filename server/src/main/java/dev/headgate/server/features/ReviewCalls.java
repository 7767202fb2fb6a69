package dev.headgate.server.features;

import dev.headgate.kernel.config.Names;
import dev.headgate.kernel.errors.CallFailed;
import dev.headgate.kernel.errors.ErrorCode;
import dev.headgate.runtime.reviews.Reviews;
import dev.headgate.server.http.HttpCall;
import dev.headgate.server.http.Json;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.Routes;

/// `GET /v1/reviews/{id}`: where a call stands that a person shall answer. A review of another
/// project, or of a feature that the key does not reach, is one that there is not.
public final class ReviewCalls {
  private final Reviews reviews;

  private ReviewCalls(Reviews reviews) {
    this.reviews = reviews;
  }

  public static void addTo(Routes routes, Reviews reviews) {
    var calls = new ReviewCalls(reviews);
    routes.add("GET", "/v1/reviews/{id}", Permission.CALL, calls::show);
  }

  private void show(HttpCall call) {
    var id = call.parameter("id");
    var review =
        reviews
            .find(call.caller().project(), id)
            .filter(found -> call.caller().mayUseFeature(found.origin().feature()))
            .orElseThrow(() ->
                new CallFailed(
                    ErrorCode.REVIEW_NOT_FOUND,
                    "there is no review \"%s\", or no longer; reviews are kept for as long as reviews.keep says"
                        .formatted(Names.shown(id))));
    call.answerJson(Json.bytes(out -> ReviewJson.write(out, review)));
  }
}
