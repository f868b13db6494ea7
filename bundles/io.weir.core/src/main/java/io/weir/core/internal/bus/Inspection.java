package io.weir.core.internal.bus;

import io.weir.api.driver.ConnectionException;
import io.weir.api.driver.Driver;
import io.weir.api.driver.DriverException;
import io.weir.api.driver.ExplorableDriver;
import io.weir.api.driver.ExplorableDriver.Reading;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Reads one place in every interpretation. Bus thread. */
final class Inspection implements BusTask {
  private final Map<String, Object> address;
  private final CompletableFuture<Reading> result = new CompletableFuture<>();

  Inspection(Map<String, Object> address) {
    this.address = address;
  }

  CompletableFuture<Reading> result() {
    return result;
  }

  @Override
  public void run(Driver driver) throws ConnectionException {
    try {
      result.complete(((ExplorableDriver) driver).inspect(address));
    } catch (ConnectionException e) {
      result.completeExceptionally(e);
      throw e;
    } catch (DriverException | RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public void refuse(String why) {
    result.completeExceptionally(new ConnectionException(why, null));
  }
}
