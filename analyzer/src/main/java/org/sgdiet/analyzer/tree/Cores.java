// SPDX-License-Identifier: Apache-2.0
package org.sgdiet.analyzer.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Runs work on all cores.
final class Cores {

  /// Turns that a thread takes, where there are as many elements.
  private static final int TURNS = 256;

  private Cores() {}

  /// Gives every element to `work`, in no particular order, and returns when all are done. The
  /// first failure is thrown. Of many elements a thread takes some neighbours at a time.
  static <T> void forEach(List<T> elements, Consumer<T> work) {
    int threads = Runtime.getRuntime().availableProcessors();
    int some = Math.max(1, elements.size() / (threads * TURNS));
    AtomicInteger next = new AtomicInteger();
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(() -> {
              for (int at = next.getAndAdd(some); at < elements.size(); at = next.getAndAdd(some)) {
                elements.subList(at, Math.min(elements.size(), at + some)).forEach(work);
              }
            }));
      }
      for (Future<?> thread : running) {
        await(thread, next, elements.size());
      }
    }
  }

  private static void await(Future<?> thread, AtomicInteger next, int end) {
    try {
      thread.get();
    } catch (InterruptedException e) {
      next.set(end);
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      next.set(end);
      throw new IllegalStateException(e.getCause());
    }
  }
}
