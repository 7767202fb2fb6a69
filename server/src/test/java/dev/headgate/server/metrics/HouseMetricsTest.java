package dev.headgate.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.headgate.kernel.chat.Usage;
import dev.headgate.runtime.traces.AskedModel;
import dev.headgate.runtime.traces.ModelUse;
import dev.headgate.server.http.ErrorShape;
import dev.headgate.server.http.Permission;
import dev.headgate.server.http.RawClient;
import dev.headgate.server.http.Routes;
import dev.headgate.server.http.TestServer;
import dev.headgate.store.traces.TraceEntry;
import dev.headgate.store.traces.TraceOrigin;
import dev.headgate.store.traces.TraceOutcome;
import dev.headgate.store.traces.TraceTokens;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HouseMetricsTest {
  @Test
  void showsCallsUnderTheNamesOfOpenTelemetry() throws Exception {
    try (var metrics = new HouseMetrics("gpt-x"::equals);
        var server = new TestServer();
        var client = new RawClient(server.server.port())) {
      metrics.addTo(server.routes);
      metrics.watchConnections(server.server::connections);
      metrics
          .calls()
          .ended(entry("chat", "gpt-x", "ok", ""), List.of(use("", "gpt-x")), 40_000_000);
      metrics.calls().ended(entry("chat", "made-up-1", "provider_failed", ""), List.of(), -1);
      metrics.calls().ended(entry("chat", "made-up-2", "provider_failed", ""), List.of(), -1);
      metrics
          .calls()
          .ended(
              entry("feature", "gpt-x", "ok", "handbook"),
              List.of(use("first", "gpt-x"), use("second", "made-up-3")),
              1_000);
      metrics
          .doors()
          .answered(
              new Routes.Route("GET", "/a/{b}", Permission.CALL, _ -> {}, ErrorShape.OPENAI),
              200,
              5);
      metrics.doors().answered(null, 404, 5);

      System.gc(); // A gauge must not lose what it reads.
      var page = client.get("/metrics").answer().body();

      assertThat(page)
          .contains(
              "gen_ai_client_operation_duration_seconds_count{error_type=\"\",gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt-x\",headgate_feature=\"\",headgate_tier=\"\"} 1",
              "gen_ai_client_operation_duration_seconds_bucket{error_type=\"\",gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt-x\",headgate_feature=\"\",headgate_tier=\"\",le=\"2.56\"} 1",
              "gen_ai_operation_name=\"invoke_agent\"",
              "headgate_feature=\"handbook\"",
              "error_type=\"provider_failed\",gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"_other\"",
              "gen_ai_client_operation_time_to_first_chunk_seconds_count",
              "gen_ai_client_token_usage_sum{gen_ai_operation_name=\"chat\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt-x\",gen_ai_token_type=\"input\",headgate_feature=\"\",headgate_tier=\"\"} 30",
              "gen_ai_client_token_usage_sum{gen_ai_operation_name=\"invoke_agent\",gen_ai_provider_name=\"openai\",gen_ai_request_model=\"gpt-x\",gen_ai_token_type=\"output\",headgate_feature=\"handbook\",headgate_tier=\"first\"} 5",
              "gen_ai_request_model=\"_other\",gen_ai_token_type=\"output\",headgate_feature=\"handbook\",headgate_tier=\"second\"} 5",
              "headgate_http_request_duration_seconds_count{method=\"GET\",route=\"/a/{b}\",status=\"200\"} 1",
              "headgate_http_request_duration_seconds_count{method=\"_none\",route=\"_none\",status=\"404\"} 1",
              "headgate_http_connections 1",
              "jvm_memory_used_bytes",
              "process_cpu_usage");
      assertThat(page).doesNotContain("made-up");
    }
  }

  private static ModelUse use(String tier, String model) {
    return new ModelUse(tier, new AskedModel(model, model, "up", "openai"), Usage.of(30, 0, 5, 0));
  }

  private static TraceEntry entry(String operation, String model, String status, String feature) {
    return new TraceEntry(
        "tr_1",
        0,
        2_000_000,
        new TraceOrigin("open", "", operation, feature, ""),
        new TraceOutcome(status, "", "openai", model, model, new TraceTokens(30, 5, false)),
        new byte[0]);
  }
}
