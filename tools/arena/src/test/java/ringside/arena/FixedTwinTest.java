package ringside.arena;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.math.Angle;
import ringside.engine.math.Fixed;
import ringside.engine.math.SplitMix64;
import ringside.testkit.NodeScript;

/** Has {@code fixed.js} answer what the engine's Fixed and Angle were asked. Skipped where there is no node. */
class FixedTwinTest {
    private static final long SEED = Seeds.of(FixedTwinTest.class, 12);
    private static final int ROUNDS = 40_000;
    private static final int[] EDGES = {
        0,
        1,
        -1,
        63,
        64,
        255,
        256,
        32_767,
        65_535,
        65_536,
        -65_536,
        1 << 26,
        1 - (1 << 26),
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        Integer.MIN_VALUE + 1
    };

    private long random = SEED;

    @Test
    void the_javascript_twin_agrees_to_the_bit(@TempDir final Path folder) throws Exception {
        final Path test = Path.of("../../io/client-js/src/test/fixed.test.mjs").toAbsolutePath();
        NodeScript.assumeNode();
        final Path vectors = folder.resolve("vectors.txt");
        try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(vectors, StandardCharsets.UTF_8))) {
            tables(out);
            for (final int a : EDGES) {
                for (final int b : EDGES) {
                    ask(out, a, b, Fixed.ONE / 3);
                }
            }
            for (int i = 0; i < ROUNDS; i++) {
                ask(out, number(), number(), SplitMix64.below(next(), Fixed.ONE + 1));
            }
        }
        System.out.print(NodeScript.run(List.of(test.toString(), vectors.toString())));
    }

    private static void tables(final PrintWriter out) {
        for (int i = 0; i < Angle.sinTable().length; i++) {
            write(out, "sinTable " + i, String.valueOf(Angle.sinTable()[i]));
            write(out, "atanTable " + i, String.valueOf(Angle.atanTable()[i]));
        }
    }

    private static void ask(final PrintWriter out, final int a, final int b, final int part) {
        final String pair = " " + a + " " + b;
        answer(out, "of " + (a >> 12), () -> Fixed.of(a >> 12));
        answer(out, "ratio" + pair, () -> Fixed.ratio(a, b));
        answer(out, "multiply" + pair, () -> Fixed.multiply(a, b));
        answer(out, "divide" + pair, () -> Fixed.divide(a, b));
        answer(out, "floor " + a, () -> Fixed.floor(a));
        answer(
                out,
                "clamp " + a + " " + Math.min(b, part) + " " + Math.max(b, part),
                () -> Fixed.clamp(a, Math.min(b, part), Math.max(b, part)));
        answer(out, "lerp" + pair + " " + part, () -> Fixed.lerp(a, b, part));
        answer(out, "lerp" + pair + " " + b, () -> Fixed.lerp(a, b, b));
        answer(out, "sqrt " + a, () -> Fixed.sqrt(a));
        answer(out, "length" + pair, () -> Fixed.length(a, b));
        answer(out, "lengthSquared " + (a >> 6) + " " + (b >> 6), () -> Fixed.lengthSquared(a >> 6, b >> 6));
        answer(out, "sqrtOfWhole " + a, () -> Fixed.sqrtOfWhole(a));
        answer(out, "sin " + a, () -> Angle.sin(a));
        answer(out, "cos " + a, () -> Angle.cos(a));
        answer(out, "atan2" + pair, () -> Angle.atan2(a, b));
        answer(out, "difference" + pair, () -> Angle.difference(a, b));
    }

    private static void answer(final PrintWriter out, final String question, final LongSupplier answer) {
        String said;
        try {
            said = String.valueOf(answer.getAsLong());
        } catch (final ArithmeticException e) {
            said = "throws";
        }
        write(out, question, said);
    }

    private static void write(final PrintWriter out, final String question, final String answer) {
        out.print(question + " = " + answer + "\n");
    }

    private long next() {
        random = SplitMix64.advance(random);
        return SplitMix64.mix(random);
    }

    /** Of every size: small ones as often as large ones. */
    private int number() {
        final long bits = next();
        return (int) (bits >> 32) >> (bits & 31);
    }
}
