package ringside.it;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Another build of the arena: a jar in front of the real one, with one of its classes compiled from other source. */
final class PlantedJar {
    private static final Path SHOTS = Path.of("arena/src/main/java/ringside/arena/Shots.java");
    private static final String CLASS = "ringside/arena/Shots.class";

    private PlantedJar() {}

    /** In the rules of shots some text is another one. */
    static Path ofShots(final Path folder, final String name, final String from, final String to) throws IOException {
        final String source = Files.readString(SHOTS);
        if (!source.contains(from)) {
            throw new AssertionError("the source to plant into has changed: " + from);
        }
        final Path java = Files.createDirectories(folder.resolve(name)).resolve("Shots.java");
        Files.writeString(java, source.replace(from, to));
        final Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
        final int status = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        OutputStream.nullOutputStream(),
                        null,
                        "-cp",
                        RingsideProcess.jar().toString(),
                        "-proc:none",
                        "--release",
                        "17",
                        "-d",
                        classes.toString(),
                        java.toString());
        if (status != 0) {
            throw new AssertionError("the planted source does not compile");
        }
        final Path jar = folder.resolve(name + ".jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest())) {
            out.putNextEntry(new ZipEntry(CLASS));
            out.write(Files.readAllBytes(classes.resolve(CLASS)));
        }
        return jar;
    }

    private static Manifest manifest() throws IOException {
        final Manifest manifest;
        try (JarFile real = new JarFile(RingsideProcess.jar().toFile())) {
            manifest = new Manifest(real.getManifest());
        }
        manifest.getMainAttributes()
                .put(
                        Attributes.Name.CLASS_PATH,
                        RingsideProcess.jar().toAbsolutePath().toUri().toString());
        return manifest;
    }
}
