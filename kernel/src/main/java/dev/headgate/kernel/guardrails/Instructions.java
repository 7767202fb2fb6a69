package dev.headgate.kernel.guardrails;

import java.util.List;

/// What a model was told for one answer.
///
/// @param own texts that are the prompt's own
/// @param quoted texts that others wrote: the caller, and what was found in documents
/// @param canary that stands among its own texts
public record Instructions(List<String> own, List<String> quoted, Canary canary) {
  public Instructions {
    own = List.copyOf(own);
    quoted = List.copyOf(quoted);
  }
}
