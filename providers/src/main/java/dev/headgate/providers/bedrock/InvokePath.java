package dev.headgate.providers.bedrock;

import dev.headgate.kernel.errors.CallFailed;

/// The address at which a model takes its maker's own words.
final class InvokePath {
  private static final String END = "/invoke";

  private InvokePath() {}

  static String of(String model) {
    return BedrockCodec.MODEL + model + END;
  }

  static String model(String path) {
    if (!path.startsWith(BedrockCodec.MODEL) || !path.endsWith(END)) {
      throw CallFailed.invalid("path", "the address must be /model/NAME/invoke");
    }
    return path.substring(BedrockCodec.MODEL.length(), path.length() - END.length());
  }
}
