package ringside.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One recording, replayed on JVMs that have little in common: heap, collector, compiler, identity hashes, language, time zone. */
final class SameHashIT {
    private static final int LONGEST_SECONDS = 300;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xint -Xmx96m -XX:+UseSerialGC -XX:+UnlockExperimentalVMOptions -XX:hashCode=2"
                        + " -Duser.language=tr -Duser.country=TR -Duser.timezone=Pacific/Chatham",
                "-XX:-TieredCompilation -Xmx2g -XX:+UseParallelGC -XX:+UnlockExperimentalVMOptions -XX:hashCode=3"
                        + " -Duser.language=ar -Duser.timezone=Asia/Kathmandu -Dfile.encoding=ISO-8859-1",
                "-XX:TieredStopAtLevel=1 -XX:+UseZGC -XX:ActiveProcessorCount=1"
                        + " -Duser.language=hi -Duser.country=IN -Duser.timezone=America/St_Johns"
            })
    void every_jvm_comes_to_the_hash_that_was_recorded(final String options) throws Exception {
        final Path data = Recorded.get().copyTo(folder.resolve("data"));
        try (RingsideProcess replay = RingsideProcess.startUnder(
                List.of(options.split(" ")), "replay", "verify", data.toString(), "--json")) {
            assertEquals(
                    Recorded.get().finalHash(),
                    replay.await(LONGEST_SECONDS)
                            .require(0)
                            .json()
                            .path("finalHash")
                            .asText(),
                    options);
        }
    }
}
