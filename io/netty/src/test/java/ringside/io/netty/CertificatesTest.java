package ringside.io.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.io.files.FilesException;
import ringside.io.files.Reloaded;
import ringside.io.support.TestCertificates;

/** Certificates in files. */
class CertificatesTest {
    private static TestCertificates.Pair one;
    private static TestCertificates.Pair two;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make(@TempDir final Path scratch) {
        one = TestCertificates.make(scratch, "dns:one.example");
        two = TestCertificates.make(scratch, "dns:two.example");
    }

    private Path write(final String name, final String text) throws IOException {
        final Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static Certificates read(final Path location, final @Nullable Path key) {
        return Certificates.of(Certificates.files(location, key).read());
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(FilesException.class, () -> read(folder, null)).getMessage());
    }

    @Test
    void a_chain_and_its_key_stand_in_one_file_or_in_two() throws IOException {
        final Path both = write("both.pem", one.both());
        assertTrue(read(both, null).toString().startsWith("one.example until "));
        final Path chain = write("x/chain.pem", one.certificate());
        final Path key = write("y/secret.pem", one.key());
        assertTrue(read(chain, key).toString().startsWith("one.example until "));
    }

    @Test
    void a_folder_holds_several_in_whichever_way() throws IOException {
        write("a.pem", one.both());
        write("b.crt", two.certificate());
        write("b.key", two.key());
        final Certificates pairs = read(folder, null);
        assertNotEquals(pairs.forName("one.example"), pairs.forName("two.example"));
        assertSame(pairs.forName("one.example"), pairs.forName(null));
        Files.delete(folder.resolve("b.crt"));
        Files.delete(folder.resolve("b.key"));
        write("two.example/fullchain.pem", two.certificate());
        write("two.example/privkey.pem", two.key());
        write("two.example/cert.pem", two.certificate());
        write("two.example/chain.pem", one.certificate());
        final Certificates renewed = read(folder, null);
        assertNotEquals(renewed.forName("one.example"), renewed.forName("two.example"));
        Files.move(folder.resolve("a.pem"), folder.resolve("z.pem"));
        write("default.pem", one.both());
        assertSame(
                read(folder, null).forName(null).getClass(), pairs.forName(null).getClass());
    }

    @Test
    void what_quic_needs_is_made_once_and_where_it_is_asked_for() throws IOException {
        write("a.pem", one.both());
        final Certificates ready = read(folder, null).readyForQuic();
        assertSame(ready.forQuic(), ready.forQuic());
        assertSame(ready.forQuic().context(), ready.forQuic().context());
    }

    @Test
    void the_one_called_default_is_for_who_asks_for_no_name() throws IOException {
        write("a.pem", one.both());
        write("default.pem", two.both());
        final Certificates pairs = read(folder, null);
        assertSame(pairs.forName("two.example"), pairs.forName(null));
        assertSame(pairs.forName("two.example"), pairs.forName("three.example"));
    }

    @Test
    void what_does_not_fit_is_refused_by_name_and_not_quoted() throws IOException {
        assertTrue(refusal().contains("no certificate"));
        write("a.pem", one.certificate());
        assertTrue(refusal().contains("a.pem: there is no private key"), refusal());
        write("a.key", two.key());
        assertTrue(refusal().contains("a.key: is not the private key of the certificate in"), refusal());
        write("a.key", one.key().replace("PRIVATE KEY", "EC PRIVATE KEY"));
        assertTrue(refusal().contains("openssl pkcs8"), refusal());
        write("a.key", one.key().substring(0, 60) + "\n-----END PRIVATE KEY-----\n");
        assertTrue(refusal().contains("a.key: its private key cannot be read"), refusal());
        assertFalse(refusal().contains(one.key().substring(30, 50)));
        write("a.pem", one.certificate().substring(0, 200) + "\n-----END CERTIFICATE-----\n");
        assertTrue(refusal().contains("a.pem: a certificate in it cannot be read"), refusal());
    }

    @Test
    void a_renewed_certificate_is_read_again_and_a_bad_one_is_not_taken() throws IOException {
        final Path file = write("a.pem", one.both());
        final long[] nowNs = {0};
        final List<String> news = new ArrayList<>();
        final List<String> warnings = new ArrayList<>();
        final Reloaded<Certificates> current = new Reloaded<>(
                Certificates.files(file, null),
                Certificates::of,
                new Reloaded.Told("certificates", news::add, warnings::add),
                () -> nowNs[0]);
        final Certificates before = current.get();
        Files.writeString(file, two.certificate() + one.key());
        nowNs[0] += Reloaded.LOOK_EVERY_NS;
        current.doWork();
        assertSame(before, current.get());
        assertEquals(1, warnings.size());
        assertTrue(warnings.get(0).contains("a.pem: is not the private key"), warnings.get(0));
        Files.writeString(file, two.both());
        nowNs[0] += Reloaded.LOOK_EVERY_NS;
        current.doWork();
        assertTrue(current.get().toString().startsWith("two.example"));
        assertEquals(1, news.size());
    }
}
