package dev.headgate.guardrails;

import dev.headgate.guardrails.grounding.GroundingKind;
import dev.headgate.guardrails.injection.InjectionKind;
import dev.headgate.guardrails.language.LanguageKind;
import dev.headgate.guardrails.leaks.LeakKind;
import dev.headgate.guardrails.links.LinkKind;
import dev.headgate.guardrails.moderation.ModerationKind;
import dev.headgate.guardrails.patterns.PatternKind;
import dev.headgate.guardrails.pii.PiiKind;
import dev.headgate.guardrails.text.BoundsKind;
import dev.headgate.guardrails.text.HiddenTextKind;
import dev.headgate.guardrails.topics.TopicKind;
import dev.headgate.kernel.guardrails.DetectorKind;
import java.util.List;

/// Every kind of detector that Headgate brings, in the order of the reference.
public final class DetectorKinds {
  public static final List<DetectorKind> ALL =
      List.of(
          new BoundsKind(),
          new LanguageKind(),
          new HiddenTextKind(),
          new PatternKind(),
          new LinkKind(),
          new GroundingKind(),
          new LeakKind(),
          new PiiKind(),
          new TopicKind(),
          new InjectionKind(),
          new ModerationKind());

  private DetectorKinds() {}
}
