package ringside.testkit;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import ringside.engine.game.Game;
import ringside.engine.logic.GameType;
import ringside.layout.XxHash64;

/**
 * The program that {@link OtherJvms} starts: reads a recording from its input, plays it, and writes lines of ASCII,
 * whatever encoding the machine has.
 *
 * <pre>
 * frame N H      hash H after frame N, in order
 * block B        the match after the frame that the argument names, in hexadecimal digits
 * answers N H    how many answers there were, and their hash
 * threw T        what the game threw, if it did
 * </pre>
 */
final class ReplayMain {
    private ReplayMain() {}

    /** Takes the position in the list of frames whose block is asked for, or -1. */
    public static void main(final String[] args) throws IOException, ClassNotFoundException {
        final int blockOf = Integer.parseInt(args[0]);
        final PortableRecording recording =
                PortableRecording.read(new DataInputStream(new BufferedInputStream(System.in)));
        final Class<? extends Game> game = Class.forName(recording.gameClass()).asSubclass(Game.class);
        final RunLog log = new RunLog();
        final Run run = new Run(new GameType(GameSource.of(game).fresh()), recording.settings(), log, Run.SNAPSHOTS);
        int frames = 0;
        for (final Step step : recording.steps()) {
            step.applyTo(run);
            for (; frames < log.hashes().size(); frames++) {
                final RunLog.Hash hash = log.hashes().get(frames);
                print("frame " + hash.frame() + " " + XxHash64.hex(hash.hash()));
                if (frames == blockOf) {
                    final byte[] block = new byte[run.type().layout().blockBytes()];
                    run.slot().state().block().getBytes(0, block);
                    print("block " + HexFormat.of().formatHex(block));
                }
            }
        }
        print(answers(log));
        final RunLog.Failure failure = log.failure();
        if (failure != null) {
            print(threw(failure));
        }
        System.out.flush();
    }

    static String answers(final RunLog log) {
        long hash = 0;
        for (final Answer answer : log.answers()) {
            hash = XxHash64.combine(hash, answer.frame());
            hash = XxHash64.combine(hash, answer.kind().code());
            hash = XxHash64.combine(hash, answer.connection());
            hash = XxHash64.combine(hash, answer.player());
            hash = XxHash64.combine(hash, answer.sequence());
            hash = XxHash64.combine(hash, answer.detail());
        }
        return "answers " + log.answers().size() + " " + XxHash64.hex(hash);
    }

    static String threw(final RunLog.Failure failure) {
        return "threw " + failure.cause().getClass().getName() + " after frame " + failure.lastFrame();
    }

    private static void print(final String line) {
        final byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
        System.out.write(bytes, 0, bytes.length);
    }
}
