package ringside.journal.support;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** File systems of a test's own. Needs the right to mount; without it the test is skipped. */
public final class Mount implements AutoCloseable {
    /** EXT4_IOC_SHUTDOWN with flag 2: what was synced survives, the rest is gone, as when power fails. */
    private static final String CUT_POWER = "import fcntl,os,struct,sys;"
            + "fcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587D,struct.pack('I',2))";

    private final Path at;
    private final String[] command;

    private Mount(final Path at, final String... command) {
        this.at = at;
        this.command = command;
    }

    /** A file system in memory with so much room. */
    public static Mount tmpfs(final Path at, final int sizeBytes) {
        final Mount mount = new Mount(at, "mount", "-t", "tmpfs", "-o", "size=" + sizeBytes, "tmpfs", at.toString());
        assumeTrue(run(mount.command) == 0, "this user may not mount a tmpfs");
        return mount;
    }

    /** An ext4 file system in a file. */
    public static Mount ext4(final Path image, final Path at) {
        assumeTrue(
                run("truncate", "-s", "256M", image.toString()) == 0
                        && run("mkfs.ext4", "-q", "-F", image.toString()) == 0
                        && run("python3", "-c", "import fcntl") == 0,
                "there is no mkfs.ext4, or no python3 to shut the file system down with");
        final Mount mount = new Mount(at, "mount", "-o", "loop", image.toString(), at.toString());
        assumeTrue(run(mount.command) == 0, "this user may not mount an image through a loop device");
        return mount;
    }

    /** From now on nothing can be written. */
    public void readOnly() {
        require(run("mount", "-o", "remount,ro", at.toString()));
    }

    /** Power fails now. */
    public void cutPower() {
        require(run("python3", "-c", CUT_POWER, at.toString()));
    }

    /** Power comes back. No process may still use the file system. */
    public void restart() {
        require(run("umount", at.toString()));
        require(run(command));
    }

    private static void require(final int status) {
        if (status != 0) {
            throw new IllegalStateException("status " + status);
        }
    }

    private static int run(final String... command) {
        try {
            final Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            final String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return -1;
            }
            if (process.exitValue() != 0) {
                System.out.println(String.join(" ", command) + ": " + said);
            }
            return process.exitValue();
        } catch (final IOException e) {
            System.out.println(String.join(" ", command) + ": " + e.getMessage());
            return -1;
        } catch (final InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        run("umount", "-l", at.toString());
    }
}
