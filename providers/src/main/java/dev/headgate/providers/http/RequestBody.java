package dev.headgate.providers.http;

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
}
