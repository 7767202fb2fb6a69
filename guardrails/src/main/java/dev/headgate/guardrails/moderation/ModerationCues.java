package dev.headgate.guardrails.moderation;

import dev.headgate.guardrails.heads.Cues;
import java.util.List;

/// The words of harm and abuse, and those that make the same words harmless.
public final class ModerationCues {
  public static final Cues ALL =
      new Cues(
          List.of(
              "^\\W*(please |can you |could you )?(write|create|develop|design|generate|compose|draft|make|build|produce|provide|give|list|outline|devise|construct|teach|instruct|show|explain|describe|brainstorm|suggest|convince|argue|publish|plan|offer|tell)\\b",
              "^\\W*(what|who|when|where|which|why|is|are|was|does|did|has|in which)\\b",
              "\\?\\s*$"),
          Lines.of("cues.txt"));

  private ModerationCues() {}
}
