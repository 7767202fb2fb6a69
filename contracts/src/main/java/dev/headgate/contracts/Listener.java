package dev.headgate.contracts;

import dev.headgate.kernel.json.Json;

/// Is told of a document as it is read. May throw [Impossible].
interface Listener {
  /// Hears nothing.
  Listener NONE =
      new Listener() {
        @Override
        public void began(Kind kind) {}

        @Override
        public void named(String name) {}

        @Override
        public void ended(Json value) {}

        @Override
        public void writing(StringBuilder text, boolean isName) {}
      };

  /// A value begins.
  void began(Kind kind);

  /// A member's name is whole; its value comes next.
  void named(String name);

  /// The value that began last and has not ended is whole.
  void ended(Json value);

  /// A piece of the text has ended in the midst of a string.
  ///
  /// @param text of the string so far; not to be kept
  /// @param isName whether it is a member's name
  void writing(StringBuilder text, boolean isName);
}
