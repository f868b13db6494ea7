package io.weir.security.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.weir.testing.FakeSecretStore;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class SecretUsersTest {
  private final List<String> updated = new ArrayList<>();
  private final FakeSecretStore store = new FakeSecretStore();

  @Test
  void thoseThatReferToTheSecretAreApplied() {
    new SecretUsers(
        admin(
            configuration("plain", "secret:cloud"),
            configuration("array", new String[] {"a", "secret:cloud"}),
            configuration("list", List.of("secret:cloud")),
            configuration("other", "secret:cloud2"),
            configuration("text", "not secret:cloud"),
            configuration("number", 7)),
        store);

    store.with("cloud", "1");

    assertThat(updated).containsExactly("plain", "array", "list");
  }

  @Test
  void oneThatIsGoneMeanwhileHarmsNobody() {
    Configuration gone =
        configuration(
            "gone",
            "secret:cloud",
            () -> {
              throw new IllegalStateException("deleted");
            });
    new SecretUsers(admin(gone), store);

    store.with("cloud", "1");

    assertThat(updated).isEmpty();
  }

  @Test
  void nobodyIsToldAfterTheEnd() {
    SecretUsers users = new SecretUsers(admin(configuration("plain", "secret:cloud")), store);
    users.stop();

    store.with("cloud", "1");

    assertThat(updated).isEmpty();
  }

  /** What happens on an update. */
  private interface Update {
    void run() throws IOException;
  }

  private Configuration configuration(String pid, Object value) {
    return configuration(pid, value, () -> updated.add(pid));
  }

  private static Configuration configuration(String pid, Object value, Update update) {
    return (Configuration)
        Proxy.newProxyInstance(
            Configuration.class.getClassLoader(),
            new Class<?>[] {Configuration.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getPid" -> pid;
                  case "getProperties" -> FrameworkUtil.asDictionary(Map.of("setting", value));
                  case "update" -> {
                    if (arguments != null) { // with the properties; without them nothing restarts
                      update.run();
                    }
                    yield null;
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private static ConfigurationAdmin admin(Configuration... all) {
    return (ConfigurationAdmin)
        Proxy.newProxyInstance(
            Configuration.class.getClassLoader(),
            new Class<?>[] {ConfigurationAdmin.class},
            (proxy, method, arguments) -> all);
  }
}
