package io.weir.web.internal;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;

/** Runs when an asynchronous answer ends in any way but by an answer. */
final class AsyncEnd implements AsyncListener {
  private final Runnable action;

  AsyncEnd(Runnable action) {
    this.action = action;
  }

  @Override
  public void onComplete(AsyncEvent event) {}

  @Override
  public void onTimeout(AsyncEvent event) {
    action.run();
  }

  @Override
  public void onError(AsyncEvent event) {
    action.run();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
