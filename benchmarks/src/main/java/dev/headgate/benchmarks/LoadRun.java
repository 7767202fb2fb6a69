package dev.headgate.benchmarks;

import java.io.IOException;

/// A load that the gateway must hold, with its goals.
interface LoadRun {
  Figures measure(Stage.Setting setting) throws IOException, InterruptedException;
}
