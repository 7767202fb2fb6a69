package dev.headgate.providers.gemini;

import dev.headgate.kernel.chat.Dialect;
import dev.headgate.providers.wire.CallersWords;
import java.util.Set;

/// What Google calls the part of a request that an error is about.
final class FieldNames {
  private static final Set<String> OWN =
      Set.of(
          "contents",
          "systemInstruction",
          "tools",
          "toolConfig",
          "generationConfig",
          "safetySettings",
          "cachedContent",
          "labels",
          "model",
          "generateContentRequest",
          "content",
          "requests",
          "taskType",
          "title",
          "outputDimensionality",
          "pageSize",
          "pageToken");

  private FieldNames() {}

  /// Empty for what is no field of Google's requests, such as a header.
  static String of(String param) {
    var word = CallersWords.of(Dialect.GEMINI, param);
    if (OWN.contains(root(word))) {
      // Tools are numbered otherwise: many functions stand in one.
      return param.startsWith("tools[") && !param.contains("unctionDeclarations") ? "tools" : word;
    }
    return switch (root(param)) {
      // A message may be the instruction, so its number is not that of a content.
      case "messages", "input" -> "contents";
      case "functions" -> "tools";
      case "response_format", "the output format" -> "generationConfig.responseSchema";
      case "reasoning", "the reasoning" -> "generationConfig.thinkingConfig";
      case "a sampling setting" -> "generationConfig";
      default -> "";
    };
  }

  private static String root(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '.' || path.charAt(i) == '[') {
        return path.substring(0, i);
      }
    }
    return path;
  }
}
