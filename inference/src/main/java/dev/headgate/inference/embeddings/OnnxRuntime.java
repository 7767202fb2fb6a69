package dev.headgate.inference.embeddings;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/// ONNX Runtime's one environment in this process.
final class OnnxRuntime {
  // Read by ONNX Runtime's class initialiser, so it has to be set before the class is touched.
  private static final String LIBRARY_PATH = "onnxruntime.native.path";

  // While it creates its environment, ONNX Runtime 1.29 matches the command line of the process
  // against a recursive regular expression, some hundred bytes of stack a character. This is enough
  // for the longest argument that Linux passes on, 128 KiB; it is reserved, not used, until then.
  private static final long CREATION_STACK_BYTES = 64L << 20;

  private OnnxRuntime() {}

  static synchronized OrtEnvironment environment(@Nullable UnpackedResources unpacked)
      throws InterruptedException, ExecutionException {
    if (unpacked != null && System.getProperty(LIBRARY_PATH) == null) {
      unpacked
          .nativeLibraries(platform())
          .ifPresent(path -> System.setProperty(LIBRARY_PATH, path.toString()));
    }
    var creation =
        new FutureTask<>(
            () -> OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR));
    Thread.ofPlatform()
        .daemon()
        .name("create-onnx-environment")
        .stackSize(CREATION_STACK_BYTES)
        .start(creation);
    return creation.get();
  }

  // The names of the folders in ONNX Runtime's jar.
  private static String platform() {
    var system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    var machine = System.getProperty("os.arch");
    return (system.contains("mac") ? "osx" : system.contains("win") ? "win" : "linux")
        + (machine.equals("aarch64") ? "-aarch64" : "-x64");
  }
}
