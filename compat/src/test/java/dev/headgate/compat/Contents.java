package dev.headgate.compat;

import com.google.genai.Client;
import com.google.genai.types.Content;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.Tool;
import com.google.genai.types.Type;
import dev.headgate.testkit.providers.AnyDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Google's official Java SDK in few words, used as its documentation says.
final class Contents {
  static final String QUESTION = "How is the weather in Oslo?";

  private static final int TIMEOUT_MILLIS = 20_000;

  private Contents() {}

  /// The SDK as a user sets it up, except that it does not repeat failed calls.
  static Client client(Gateway gateway, String apiKey) {
    return Client.builder()
        .apiKey(apiKey)
        .httpOptions(
            HttpOptions.builder()
                .baseUrl(gateway.address())
                .timeout(TIMEOUT_MILLIS)
                .retryOptions(HttpRetryOptions.builder().attempts(1))
                .build())
        .build();
  }

  static GenerateContentConfig.Builder settings() {
    return GenerateContentConfig.builder().maxOutputTokens(2048);
  }

  static GenerateContentConfig.Builder withTool() {
    var city = Schema.builder().type(Type.Known.STRING).build();
    return settings()
        .tools(
            Tool.builder()
                .functionDeclarations(
                    FunctionDeclaration.builder()
                        .name(AnyDialect.TOOL)
                        .description("Tells the weather")
                        .parameters(
                            Schema.builder()
                                .type(Type.Known.OBJECT)
                                .properties(Map.of("city", city)))));
  }

  static List<GenerateContentResponse> stream(
      Client client, String model, GenerateContentConfig config) {
    var responses = new ArrayList<GenerateContentResponse>();
    try (var stream = client.models.generateContentStream(model, QUESTION, config)) {
      stream.forEach(responses::add);
    }
    return responses;
  }

  /// What the model said, as it goes into the next request.
  static Content said(GenerateContentResponse response) {
    return response.candidates().orElseThrow().getFirst().content().orElseThrow();
  }

  static Stream<Part> parts(List<GenerateContentResponse> responses) {
    return responses.stream()
        .flatMap(response -> response.candidates().stream().flatMap(List::stream))
        .flatMap(candidate -> candidate.content().stream())
        .flatMap(content -> content.parts().stream().flatMap(List::stream));
  }

  static String text(List<GenerateContentResponse> responses) {
    return parts(responses)
        .filter(part -> !part.thought().orElse(false))
        .map(part -> part.text().orElse(""))
        .collect(Collectors.joining());
  }

  static String thoughts(List<GenerateContentResponse> responses) {
    return parts(responses)
        .filter(part -> part.thought().orElse(false))
        .map(part -> part.text().orElse(""))
        .collect(Collectors.joining());
  }
}
