package ringside.io.netty.quic;

import io.netty.util.NetUtil;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A certificate that says of itself that it is good: for development, where a client is told its fingerprint. Made anew at
 * each start; EC P-256, signed with SHA-256, good for {@value #DAYS} days. Java makes keys and signatures but no
 * certificates, so the few fields of one (RFC 5280, 4.1) are put together here.
 */
final class SelfSigned {
    static final int DAYS = 30;

    private static final DateTimeFormatter UTC_TIME =
            DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final byte[] ECDSA_WITH_SHA256 = {0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 0x04, 0x03, 0x02};
    private static final byte[] COMMON_NAME = {0x55, 0x04, 0x03};
    private static final byte[] ALTERNATIVE_NAMES = {0x55, 0x1D, 0x11};
    private static final int DNS_NAME = 0x82;
    private static final int IP_ADDRESS = 0x87;
    private static final int SERIAL_BITS = 63;

    private final PrivateKey key;
    private final X509Certificate certificate;

    private SelfSigned(final PrivateKey key, final X509Certificate certificate) {
        this.key = key;
        this.certificate = certificate;
    }

    /** For these host names and addresses, from the day before {@code now}: clocks differ. */
    static SelfSigned make(final List<String> names, final Instant now) {
        try {
            final SecureRandom random = new SecureRandom();
            final KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            final KeyPair pair = generator.generateKeyPair();
            final byte[] algorithm = Der.sequence(Der.object(ECDSA_WITH_SHA256));
            final byte[] toBeSigned = toBeSigned(names, now, pair, algorithm, new BigInteger(SERIAL_BITS, random));
            final Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(toBeSigned);
            final byte[] encoded = Der.sequence(toBeSigned, algorithm, Der.bits(signature.sign()));
            final X509Certificate made = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(encoded));
            return new SelfSigned(pair.getPrivate(), made);
        } catch (final GeneralSecurityException e) {
            throw new IllegalStateException("no certificate could be made for development: " + e.getMessage(), e);
        }
    }

    private static byte[] toBeSigned(
            final List<String> names,
            final Instant now,
            final KeyPair pair,
            final byte[] algorithm,
            final BigInteger serial) {
        final byte[] name = Der.sequence(Der.set(Der.sequence(
                Der.object(COMMON_NAME), Der.tagged(Der.UTF8, "ringside".getBytes(StandardCharsets.UTF_8)))));
        final byte[] validity =
                Der.sequence(time(now.minus(1, ChronoUnit.DAYS)), time(now.plus(DAYS, ChronoUnit.DAYS)));
        final byte[] alternatives =
                Der.sequence(names.stream().map(SelfSigned::alternative).toArray(byte[][]::new));
        final byte[] extensions = Der.tagged(
                0xA3, Der.sequence(Der.sequence(Der.object(ALTERNATIVE_NAMES), Der.tagged(Der.OCTETS, alternatives))));
        return Der.sequence(
                Der.tagged(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(serial.add(BigInteger.ONE)),
                algorithm,
                name,
                validity,
                name,
                pair.getPublic().getEncoded(),
                extensions);
    }

    private static byte[] time(final Instant at) {
        return Der.tagged(Der.UTC_TIME, UTC_TIME.format(at).getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] alternative(final String name) {
        final byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        return address == null
                ? Der.tagged(DNS_NAME, name.getBytes(StandardCharsets.US_ASCII))
                : Der.tagged(IP_ADDRESS, address);
    }

    PrivateKey key() {
        return key;
    }

    X509Certificate certificate() {
        return certificate;
    }
}
