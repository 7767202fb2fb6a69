package dev.headgate.server.rehearsal;

import dev.headgate.kernel.config.ConfigNode;
import java.time.Duration;

/// What a model does with one request.
///
/// @param model that is asked
/// @param says the text of the answer
/// @param cut whether the connection ends in the middle of it
/// @param after how long it says nothing first
/// @param status of the HTTP answer; anything but 200 is an error without a text
/// @param code of that error
record Act(String model, String says, boolean cut, Duration after, int status, String code) {
  static final int OK = 200;

  static Act from(ConfigNode act, String otherwise) {
    return new Act(
        act.requireText("model", "The model that is asked, by the provider's name for it"),
        act.text("says", otherwise, "The text of the answer"),
        act.flag("cut", false, "Whether the connection ends in the middle of the answer"),
        act.duration("after", Duration.ZERO, "How long it says nothing first"),
        act.integer("status", OK, OK, 599, "The status of the HTTP answer"),
        act.text("code", "server_error", "The code of an error"));
  }

  /// A model that does as it is told.
  static Act good(String model, String says) {
    return new Act(model, says, false, Duration.ZERO, OK, "");
  }
}
