package dev.headgate.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.headgate.evals.grounding.GroundingCase;
import dev.headgate.evals.grounding.GroundingCases;
import dev.headgate.guardrails.grounding.GroundingKind;
import dev.headgate.guardrails.grounding.GroundingPack;
import dev.headgate.inference.embeddings.EmbeddingModels;
import dev.headgate.kernel.guardrails.Grounder;
import dev.headgate.kernel.search.Chunk;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What it takes to judge a claim of an answer whose documents were not read before, in a process
/// that has warmed up: `--data FILE [--answers N]`, in the shape that `headgate eval grounding`
/// takes. CPU time of the whole process, collector and compiler included.
public final class GroundingCost {
  private static final double GOAL_MILLIS = 20;

  private GroundingCost() {}

  public static void main(String[] arguments) throws IOException {
    var options = Options.of(arguments, "--data=", "--answers=");
    var answers = (int) options.number("--answers", 200);
    var cases =
        GroundingCases.read(Path.of(options.values().getOrDefault("--data", ""))).stream()
            .limit(2L * answers)
            .toList();
    try (var models = new EmbeddingModels()) {
      var grounder = GroundingKind.with(models.shared(GroundingPack.builtIn().head().embedding()));
      var warmUp = cases.subList(0, cases.size() / 2);
      var _ = claims(grounder, warmUp);
      var measured = cases.subList(warmUp.size(), cases.size());
      var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
      var began = system.getProcessCpuTime();
      var claims = claims(grounder, measured);
      var each = (system.getProcessCpuTime() - began) / 1e6 / claims;
      System.out.printf(
          Locale.ROOT,
          "%d claims of %d answers%n%s%n",
          claims,
          measured.size(),
          Goal.atMost("CPU time of a claim", each, GOAL_MILLIS, "ms"));
    }
  }

  private static int claims(Grounder grounder, List<GroundingCase> cases) {
    var claims = 0;
    for (var one : cases) {
      var source = new Chunk("source", "", List.of(), 0, one.context().length(), one.context());
      var grounding = grounder.on(List.of(source), "", GroundingPack.builtIn().threshold());
      claims += grounding.judge(one.answer()).size();
    }
    return claims;
  }
}
