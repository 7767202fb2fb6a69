package dev.headgate.guardrails.patterns;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.headgate.kernel.text.PatternCompiler;
import java.util.function.Predicate;

/// Compiles patterns in RE2's syntax.
public final class Re2Compiler implements PatternCompiler {
  @Override
  public Predicate<String> compile(String pattern) {
    try {
      var compiled = Pattern.compile(pattern);
      return text -> compiled.matcher(text).find();
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          e.getMessage() + "; look-around and back references do not exist there", e);
    }
  }
}
