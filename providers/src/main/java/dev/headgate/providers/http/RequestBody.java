package dev.headgate.providers.http;

import dev.headgate.kernel.dialects.RelayBody;
import java.io.IOException;
import java.io.OutputStream;

/// The bytes of a request, writable more than once.
public interface RequestBody {
  int length();

  void writeTo(OutputStream out) throws IOException;

  static RequestBody of(byte[] bytes) {
    return new RequestBody() {
      @Override
      public int length() {
        return bytes.length;
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        out.write(bytes);
      }
    };
  }

  /// A caller's body with its edits.
  static RequestBody of(RelayBody body) {
    return new RequestBody() {
      @Override
      public int length() {
        return body.length();
      }

      @Override
      public void writeTo(OutputStream out) throws IOException {
        body.writeTo(out);
      }
    };
  }
}
