package ringside.it;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A file system of a test's own, mounted in a folder. Needs the right to mount; without it the test is skipped. */
final class OwnDisk implements AutoCloseable {
    /** EXT4_IOC_SHUTDOWN with flag 2: what was synced survives, the rest is gone, and every sync fails. */
    private static final String FAIL = "import fcntl,os,struct,sys;"
            + "fcntl.ioctl(os.open(sys.argv[1],os.O_RDONLY),0x8004587D,struct.pack('I',2))";

    private static final int MIB = 1 << 20;

    private final Path at;
    private final String[] mount;

    private OwnDisk(final Path at, final String... mount) {
        this.at = at;
        this.mount = mount;
    }

    /** In memory, of so many MiB. */
    static OwnDisk inMemory(final Path at, final int mib) {
        final OwnDisk disk = new OwnDisk(at, "mount", "-t", "tmpfs", "-o", "size=" + mib + "m", "tmpfs", at.toString());
        assumeTrue(run(disk.mount) == 0, "this user may not mount a tmpfs");
        return disk;
    }

    /** An ext4 in a file. */
    static OwnDisk inFile(final Path image, final Path at) {
        assumeTrue(
                run("truncate", "-s", "256M", image.toString()) == 0
                        && run("mkfs.ext4", "-q", "-F", image.toString()) == 0
                        && run("python3", "-c", "import fcntl") == 0,
                "there is no mkfs.ext4, or no python3 to have the disk fail with");
        final OwnDisk disk = new OwnDisk(at, "mount", "-o", "loop", image.toString(), at.toString());
        assumeTrue(run(disk.mount) == 0, "this user may not mount an image through a loop device");
        return disk;
    }

    /** Leaves no more than so many MiB for others; 0: nothing at all. Called again it takes and gives back as needed. */
    void leaveMib(final int mib) {
        final Path ballast = at.resolve("ballast");
        try {
            Files.deleteIfExists(ballast);
            try (FileChannel channel = FileChannel.open(ballast, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                final ByteBuffer part = ByteBuffer.allocate(MIB / 4);
                while (Files.getFileStore(at).getUsableSpace() > (long) mib * MIB) {
                    part.clear();
                    channel.write(part);
                }
            }
        } catch (final IOException full) {
            if (mib > 0) {
                throw new UncheckedIOException(full);
            }
        }
    }

    /** Gives back all that {@link #leaveMib} took. */
    void makeRoom() {
        try {
            Files.deleteIfExists(at.resolve("ballast"));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it fails. */
    void fail() {
        require(run("python3", "-c", FAIL, at.toString()));
    }

    /** It is mended. No process may still use it. */
    void mend() {
        require(run("umount", at.toString()));
        require(run(mount));
    }

    private static void require(final int status) {
        if (status != 0) {
            throw new IllegalStateException("status " + status);
        }
    }

    private static int run(final String... command) {
        try {
            final Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
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
