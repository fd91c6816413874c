package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TransportTest {
    @ParameterizedTest
    @EnumSource(Transport.class)
    void preparing_opens_no_port_and_leaves_no_thread(final Transport transport) throws InterruptedException {
        transport.prepare();
        for (final Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("prepare")) {
                thread.join(TimeUnit.SECONDS.toMillis(20));
                assertTrue(!thread.isAlive(), thread + " goes on");
            }
        }
    }
}
