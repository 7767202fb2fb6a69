package dev.headgate.guardrails.injection;

import com.google.re2j.Pattern;
import java.util.List;
import java.util.stream.Stream;

/// What the words of a window say beside its vector: one feature a cue, 1 if it is there. The order
/// is part of the pack.
public final class Cues {
  private static final List<Pattern> PATTERNS =
      Stream.of(
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
              "\\?\\s*$")
          .map(pattern -> Pattern.compile("(?is)" + pattern))
          .toList();

  /// Of every window.
  public static final int COUNT = PATTERNS.size() + 3;

  private Cues() {}

  /// Writes the features of a window.
  public static void write(String window, float[] into, int at) {
    for (int i = 0; i < PATTERNS.size(); i++) {
      into[at + i] = PATTERNS.get(i).matcher(window).find() ? 1 : 0;
    }
    var letters = 0;
    var capitals = 0;
    var signs = 0;
    for (int i = 0; i < window.length(); i++) {
      var c = window.charAt(i);
      letters += Character.isLetter(c) ? 1 : 0;
      capitals += Character.isUpperCase(c) ? 1 : 0;
      signs += !Character.isLetterOrDigit(c) && !Character.isWhitespace(c) ? 1 : 0;
    }
    var length = Math.max(1, window.length());
    var next = at + PATTERNS.size();
    into[next] = letters == 0 ? 0 : (float) capitals / letters;
    into[next + 1] = (float) signs / length;
    into[next + 2] = Math.min(1f, length / 300f);
  }

  /// The features of a window.
  public static float[] features(float[] vector, String window) {
    var features = new float[vector.length + COUNT];
    System.arraycopy(vector, 0, features, 0, vector.length);
    write(window, features, vector.length);
    return features;
  }
}
