package org.wayray.posix.pam;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the system's libpam and its modules, and services of our own. */
class PamTransactionTest {
    private static final String USER = System.getProperty("user.name");

    @TempDir
    private Path folder;

    private final Person person = new Person();

    @Test
    void theRightPasswordIsAskedForAndTaken() throws IOException {
        service(passwordChecker("geheim-ü"), "account required pam_permit.so", "session required pam_permit.so");
        person.answers.add("geheim-ü");
        try (var login = start(USER)) {
            login.authenticate();
            login.checkAccount();
            login.openSession();
            login.closeSession();
            assertThat(login.user()).contains(USER);
        }
        assertThat(person.heard).containsExactly("hidden: Password: ");
        assertThat(person.given).allSatisfy(answer -> assertThat(answer).containsOnly(0));
    }

    @Test
    void theWrongPasswordIsRefused() throws IOException {
        service(passwordChecker("geheim"));
        person.answers.add("falsch");
        try (var login = start(USER)) {
            assertThatExceptionOfType(PamException.class)
                    .isThrownBy(login::authenticate)
                    .withMessageNotContaining("falsch")
                    .satisfies(e -> assertThat(e.result()).isEqualTo(PamResult.AUTHENTICATION_FAILED));
        }
    }

    @Test
    void somebodyWhoGivesUpIsLetGo() throws IOException {
        service(passwordChecker("geheim"));
        try (var login = start(USER)) {
            assertThatExceptionOfType(PamException.class)
                    .isThrownBy(login::authenticate)
                    .satisfies(e -> assertThat(e.result()).isNotEqualTo(PamResult.SUCCESS));
        }
    }

    @Test
    void anAnswerThatLibpamCannotTakeIsNone() throws IOException {
        service(passwordChecker("geheim"));
        person.answers.add("x".repeat(512));
        try (var login = start(USER)) {
            assertThatExceptionOfType(PamException.class).isThrownBy(login::authenticate);
        }
    }

    @Test
    void aPersonThatFailsDoesNotEndTheProcess() throws IOException {
        service(passwordChecker("geheim"));
        try (var login = PamTransaction.start("test", USER, folder, new PamConversation() {
            @Override
            public Optional<byte[]> ask(String question, boolean hidden) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void info(String text) {}

            @Override
            public void error(String text) {}
        })) {
            assertThatExceptionOfType(PamException.class).isThrownBy(login::authenticate);
        }
    }

    @Test
    void theModulesAskWhoItIs() throws IOException {
        service("auth required pam_permit.so");
        person.answers.add("anna");
        try (var login = start("")) {
            login.authenticate();
            assertThat(login.user()).contains("anna");
        }
        assertThat(person.heard).singleElement().asString().startsWith("shown: ");
    }

    @Test
    void anExpiredPasswordIsToldApart() throws IOException {
        service("auth required pam_permit.so", "account required pam_debug.so acct=new_authtok_reqd");
        try (var login = start(USER)) {
            login.authenticate();
            assertThatExceptionOfType(PamException.class)
                    .isThrownBy(login::checkAccount)
                    .satisfies(e -> assertThat(e.result()).isEqualTo(PamResult.NEW_PASSWORD_REQUIRED));
        }
    }

    @Test
    void messagesReachThePerson() throws IOException {
        var message = Files.writeString(folder.resolve("message"), "Back at 8.");
        service("auth optional pam_echo.so file=" + message, "auth required pam_permit.so");
        try (var login = start(USER)) {
            login.authenticate();
        }
        assertThat(person.heard).containsExactly("info: Back at 8.");
    }

    @Test
    void modulesGiveTheSessionVariables() throws IOException {
        var variables = Files.writeString(folder.resolve("variables"), "GREETING=hello=you\n");
        service("auth required pam_permit.so", "session required pam_env.so conffile=/dev/null envfile=" + variables);
        try (var login = start(USER)) {
            login.setVariable("XDG_SESSION_TYPE", "wayland");
            login.comesFrom("wayray-1", "192.0.2.7");
            login.authenticate();
            login.openSession();
            assertThat(login.variables())
                    .containsEntry("GREETING", "hello=you")
                    .containsEntry("XDG_SESSION_TYPE", "wayland");
            login.closeSession();
        }
    }

    @Test
    void aServiceThatIsNotThereLetsNobodyIn() throws IOException {
        assertThatExceptionOfType(PamException.class).isThrownBy(() -> {
            try (var login = PamTransaction.start("nosuchservice", USER, folder, person)) {
                login.authenticate();
            }
        });
    }

    private PamTransaction start(String user) throws PamException {
        return PamTransaction.start("test", user, folder, person);
    }

    private void service(String... lines) throws IOException {
        Files.write(folder.resolve("test"), List.of(lines));
    }

    /** Lines for modules that ask for a password and take only that one. */
    private String passwordChecker(String password) throws IOException {
        var script = folder.resolve("check");
        Files.writeString(script, "#!/bin/sh\n[ \"$(tr -d '\\0')\" = '" + password + "' ]\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return "auth [success=1 default=ignore] pam_exec.so expose_authtok quiet " + script
                + "\nauth requisite pam_deny.so\nauth required pam_permit.so";
    }

    private static final class Person implements PamConversation {
        final Queue<String> answers = new ArrayDeque<>();
        final List<String> heard = new ArrayList<>();
        final List<byte[]> given = new ArrayList<>();

        @Override
        public Optional<byte[]> ask(String question, boolean hidden) {
            heard.add((hidden ? "hidden: " : "shown: ") + question);
            var answer = Optional.ofNullable(answers.poll()).map(text -> text.getBytes(UTF_8));
            answer.ifPresent(given::add);
            return answer;
        }

        @Override
        public void info(String text) {
            heard.add("info: " + text);
        }

        @Override
        public void error(String text) {
            heard.add("error: " + text);
        }
    }
}
