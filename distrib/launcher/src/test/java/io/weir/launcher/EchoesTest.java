package io.weir.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.api.model.ConfigException;
import java.lang.reflect.InvocationTargetException;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceException;

class EchoesTest {
  @Test
  void aRefusalOfSettingsIsToldByTheBoard() {
    var refused = new InvocationTargetException(new ConfigException("port: 'abc'"));

    assertThat(Echoes.isOne(refused)).isTrue();
  }

  @Test
  void aComponentThatFailedIsToldByItsRuntime() {
    assertThat(Echoes.isOne(new ServiceException("Service factory returned null. (Component: x)")))
        .isTrue();
  }

  @Test
  void everyOtherFailureIsNews() {
    assertThat(Echoes.isOne(new InvocationTargetException(new IllegalStateException("port"))))
        .isFalse();
    assertThat(Echoes.isOne(new ServiceException("Service factory exception"))).isFalse();
    assertThat(Echoes.isOne((Throwable) null)).isFalse();
    assertThat(Echoes.isOne("Cannot open the port")).isFalse();
  }
}
