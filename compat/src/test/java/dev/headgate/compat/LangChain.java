package dev.headgate.compat;

import dev.headgate.testkit.providers.AnyDialect;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.json.JsonObjectSchema;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialThinking;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// LangChain4j in few words, used as its documentation says.
final class LangChain {
  private static final long PATIENCE_SECONDS = 20;

  private LangChain() {}

  /// A stream that has ended well.
  ///
  /// @param pieces of the text, in their order
  /// @param thoughts the same of what was thought before
  /// @param response what the library made of them
  record Streamed(List<String> pieces, List<String> thoughts, ChatResponse response) {}

  static ChatRequest ask(ChatMessage... messages) {
    return ChatRequest.builder().messages(messages).build();
  }

  static ChatRequest askWithTool(ChatMessage... messages) {
    var weather =
        ToolSpecification.builder()
            .name(AnyDialect.TOOL)
            .description("Tells the weather")
            .parameters(JsonObjectSchema.builder().addStringProperty("city").build())
            .build();
    return ChatRequest.builder().messages(messages).toolSpecifications(weather).build();
  }

  /// Throws what the library reported as the end of the stream.
  static Streamed stream(StreamingChatModel model, ChatRequest request) throws Throwable {
    var collecting = new Collecting();
    model.chat(request, collecting);
    try {
      var response = collecting.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return new Streamed(collecting.pieces, collecting.thoughts, response);
    } catch (ExecutionException e) {
      throw e.getCause();
    } catch (TimeoutException e) {
      throw new AssertionError("the stream did not end within " + PATIENCE_SECONDS + " s", e);
    }
  }

  private static final class Collecting implements StreamingChatResponseHandler {
    final List<String> pieces = new ArrayList<>();
    final List<String> thoughts = new ArrayList<>();
    final CompletableFuture<ChatResponse> end = new CompletableFuture<>();

    @Override
    public void onPartialResponse(String piece) {
      pieces.add(piece);
    }

    @Override
    public void onPartialThinking(PartialThinking thought) {
      thoughts.add(thought.text());
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      end.complete(response);
    }

    @Override
    public void onError(Throwable error) {
      end.completeExceptionally(error);
    }
  }
}
