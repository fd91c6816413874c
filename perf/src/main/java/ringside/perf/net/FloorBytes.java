package ringside.perf.net;

import picocli.CommandLine.Option;

/** How long the floor's messages are: as long as the real run's were on average. */
final class FloorBytes {
    private static final int MOST_BYTES = 65_535;

    @Option(names = "--input-bytes", required = true)
    private int inputBytes;

    @Option(names = "--answer-bytes", required = true)
    private int answerBytes;

    static int inputBytes(final LoadResult.Traffic real) {
        return (int) Math.max(1, Math.min(MOST_BYTES, Math.round(real.bytesPerInput())));
    }

    static int answerBytes(final LoadResult.Traffic real) {
        return (int) Math.max(FloorWire.ANSWER_HEADER_BYTES, Math.min(MOST_BYTES, Math.round(real.bytesPerView())));
    }

    int inputBytes() {
        return inputBytes;
    }

    int answerBytes() {
        return answerBytes;
    }
}
