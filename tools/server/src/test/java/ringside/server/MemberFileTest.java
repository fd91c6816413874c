package ringside.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import ringside.engine.event.MembersPayload;
import ringside.engine.logic.InSyncSet.Member;
import ringside.layout.XxHash64;

class MemberFileTest {
    @TempDir
    private Path folder;

    private ServerSettings settings(final String dir) {
        return ServerSettings.defaults()
                .with(ServerSetting.DIR, folder.resolve(dir).toString());
    }

    @Test
    void a_directory_is_the_same_member_whatever_its_name_and_another_directory_is_another() {
        final Member first = MemberFile.of(settings("a"));
        assertEquals(first, MemberFile.of(settings("a")));
        assertEquals(XxHash64.hex(first.number()).substring(0, 8), first.name());
        final Member named = MemberFile.of(settings("a").with(ServerSetting.NAME, "left"));
        assertEquals(first.number(), named.number());
        assertEquals("left", named.name());
        assertNotEquals(first.number(), MemberFile.of(settings("b")).number());
    }

    @Test
    void a_number_that_is_none_is_refused_by_the_file_s_name_and_left_as_it_is() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        final Path file = Files.writeString(folder.resolve("a/member"), "not a number");
        final ServerException refused = assertThrows(ServerException.class, () -> MemberFile.of(settings("a")));
        assertTrue(String.valueOf(refused.getMessage()).contains(file.toString()), refused.getMessage());
        assertEquals("not a number", Files.readString(file));
    }

    @Test
    void what_a_kill_left_while_the_number_was_drawn_does_no_harm() throws IOException {
        Files.createDirectories(folder.resolve("a"));
        Files.writeString(folder.resolve("a/member.new"), "01234");
        final Member drawn = MemberFile.of(settings("a"));
        assertEquals(drawn, MemberFile.of(settings("a")));
        assertFalse(Files.exists(folder.resolve("a/member.new")));
    }

    @Test
    void a_name_that_nobody_could_say_is_refused() {
        for (final String name :
                new String[] {"", "two words", "a/b", "x".repeat(MembersPayload.NAME_BYTES + 1), "é"}) {
            final ServerException refused = assertThrows(
                    ServerException.class, () -> MemberFile.check(settings("a").with(ServerSetting.NAME, name)));
            assertTrue(String.valueOf(refused.getMessage()).contains("name = " + name), refused.getMessage());
        }
        MemberFile.check(settings("a").with(ServerSetting.NAME, "x".repeat(MembersPayload.NAME_BYTES)));
    }
}
