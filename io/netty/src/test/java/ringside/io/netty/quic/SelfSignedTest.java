package ringside.io.netty.quic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SelfSignedTest {
    private final Instant now = Instant.parse("2026-03-04T05:06:07Z");

    @Test
    void java_reads_it_and_its_signature_is_its_own() throws Exception {
        final X509Certificate made =
                SelfSigned.make(List.of("localhost", "127.0.0.1", "::1"), now).certificate();
        made.verify(made.getPublicKey());
        assertEquals("CN=ringside", made.getSubjectX500Principal().getName());
        assertEquals(made.getSubjectX500Principal(), made.getIssuerX500Principal());
        assertEquals(
                "localhost 127.0.0.1 0:0:0:0:0:0:0:1",
                made.getSubjectAlternativeNames().stream()
                        .map(name -> String.valueOf(name.get(1)))
                        .collect(Collectors.joining(" ")));
        made.checkValidity(Date.from(now));
        made.checkValidity(Date.from(now.plus(SelfSigned.DAYS, ChronoUnit.DAYS)));
        assertThrows(
                CertificateNotYetValidException.class,
                () -> made.checkValidity(Date.from(now.minus(25, ChronoUnit.HOURS))));
    }

    @Test
    void many_names_take_lengths_of_two_bytes() throws Exception {
        final List<String> names =
                IntStream.range(0, 100).mapToObj(i -> "host" + i + ".example").toList();
        final X509Certificate made = SelfSigned.make(names, now).certificate();
        made.verify(made.getPublicKey());
        assertEquals(100, made.getSubjectAlternativeNames().size());
    }
}
