package dev.headgate.guardrails.injection;

import dev.headgate.guardrails.heads.Cues;
import java.util.List;

/// The words that speak of injected instructions or of ordinary texts with the same words.
public final class InjectionCues {
  public static final Cues ALL =
      new Cues(
          List.of(
              "\\b(ignore|disregard|forget|overlook|neglect|vergiss|ignorier\\w*|vergessen)\\b",
              "\\b(previous|prior|above|preceding|earlier|vorherige\\w*|bisherige\\w*|obige\\w*)\\b",
              "\\b(instruction|rule|guideline|directive|command|order|anweisung|aufgabe|regel)\\w*\\b",
              "\\b(ignore|disregard|forget|vergiss|ignorier\\w*)\\b.{0,40}\\b(all|any|every|previous|prior|above|everything|instruction|rule|alle\\w*)\\w*",
              "\\b(system|initial|hidden|original|full|entire|secret)\\s+(prompt|message|instruction|rule)",
              "\\byou are (now|no longer|going to)\\b|\\bfrom now on\\b|\\bab jetzt\\b|\\bnow you\\b",
              "\\b(pretend|imagine|act as|acting as|role-?play|simulate|persona|character)\\b",
              "\\b(reveal|print|repeat|output|show|leak|display|tell me|spell|translate|summari[sz]e)\\b",
              "\\b(password|secret|key|passphrase|confidential|credential)s?\\b",
              "\\b(dan|jailbreak\\w*|jailbroken|unfiltered|uncensored|unrestricted|developer mode|dude|stan|aim|evil)\\b",
              "\\b(no|without|any) (restriction|limit|filter|moral|ethic|censor|boundar)\\w*",
              "\\b(never|don'?t|do not|must not|cannot|can'?t) (refuse|say|mention|warn|apolog|refer|break)\\w*",
              "\\b(openai|chatgpt|gpt|language model|assistant|chatbot|ai model|llm)\\b",
              "(^|\\n)\\s*(system|assistant|user|admin|human|ai)\\s*:|\\[/?inst\\]|<\\|?\\w+\\|?>|###|---{3,}",
              "\\b(instead|override|bypass|stop|cancel|new task|new instruction|updated|important)\\b",
              "\\b(stay|remain) in character\\b|\\bin character\\b",
              "\\b(illegal|unethical|immoral|harmful|inappropriate|offensive|profanity|swear)\\b",
              "\\b(base64|rot13|hex|encoded?|decode|reverse|backwards|cipher|emoji)\\b",
              "\\b(hypothetical|fiction|story|novel|game|movie|scene)\\b",
              "\\b(respond|answer|reply|say|write|begin|start) (only |with |as |exactly |to )",
              "^\\s*(what|who|when|where|which|how|is|are|does|did|can|why)\\b",
              "\\?\\s*$"),
          List.of());

  private InjectionCues() {}
}
