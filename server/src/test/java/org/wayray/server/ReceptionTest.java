package org.wayray.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.wayray.link.CloseReason;
import org.wayray.link.InProcessLink;
import org.wayray.link.Link;
import org.wayray.link.LinkListener;
import org.wayray.protocol.Channel;
import org.wayray.protocol.Envelope;
import org.wayray.protocol.PeerText;
import org.wayray.protocol.Versions;
import org.wayray.protocol.v1.Goodbye;
import org.wayray.protocol.v1.Hello;
import org.wayray.protocol.v1.OutputConfig;
import org.wayray.protocol.v1.Ping;
import org.wayray.protocol.v1.Refusal;
import org.wayray.protocol.v1.ToSession;
import org.wayray.protocol.v1.ToViewer;

class ReceptionTest {
    private static final Hello HELLO = Hello.newBuilder()
            .setMinVersion(Versions.OLDEST)
            .setMaxVersion(Versions.NEWEST)
            .addCapabilities("cursor")
            .addCapabilities("time-travel")
            .build();

    private final RecordingSession session = new RecordingSession();
    private final InProcessLink.Pair pair = InProcessLink.pair();
    private final Recorder<ToViewer> viewer = new Recorder<>();

    ReceptionTest() {
        pair.viewer().start(viewer);
        Reception.receive(pair.session(), session, Runnable::run);
    }

    @Test
    void aGoodHelloIsWelcomedAndTheViewerAttached() {
        say(ToSession.newBuilder().setHello(HELLO));
        var welcome = viewer.messages.getFirst().getWelcome();
        assertThat(welcome.getVersion()).isEqualTo(Versions.NEWEST);
        assertThat(welcome.getCapabilitiesList()).containsExactly("cursor");
        assertThat(welcome.getSessionName()).isEqualTo("anna");
        assertThat(welcome.getOutputsList()).containsExactly(RecordingSession.OUTPUT);
        assertThat(session.attached).isEqualTo(HELLO);
    }

    @Test
    void whatFollowsTheHelloReachesTheSession() {
        say(ToSession.newBuilder().setHello(HELLO));
        say(ToSession.newBuilder().setPing(Ping.newBuilder().setNonce(7)));
        pair.viewer().close(CloseReason.finished("enough"));
        assertThat(session.guest.messages)
                .singleElement()
                .satisfies(message -> assertThat(message.getPing().getNonce()).isEqualTo(7));
        assertThat(session.guest.closed).isNotNull();
    }

    @Test
    void aViewerFromTheFutureIsToldWhatDoesNotFit() {
        say(ToSession.newBuilder().setHello(Hello.newBuilder().setMinVersion(99).setMaxVersion(100)));
        assertRefused(Refusal.Code.VERSION_TOO_NEW);
        assertThat(session.attached).isNull();
    }

    @Test
    void aViewerThatDoesNotIntroduceItselfIsRefused() {
        say(ToSession.newBuilder().setPing(Ping.getDefaultInstance()));
        assertRefused(Refusal.Code.PROTOCOL_ERROR);
        assertThat(session.attached).isNull();
    }

    @Test
    void aSecondHelloEndsTheConnection() {
        say(ToSession.newBuilder().setHello(HELLO));
        say(ToSession.newBuilder().setHello(HELLO));
        assertRefused(Refusal.Code.PROTOCOL_ERROR);
    }

    @Test
    void aSessionThatIsOverSaysGoodbye() {
        session.ended = true;
        say(ToSession.newBuilder().setHello(HELLO));
        assertThat(viewer.messages.getLast().getGoodbye().getReason()).isEqualTo(Goodbye.Reason.SESSION_ENDED);
        assertThat(viewer.closed).isNotNull();
        assertThat(session.attached).isNull();
    }

    @Test
    void theNameOfAViewerCannotForgeTheLog() {
        var hello = Hello.newBuilder().setViewerName("a\nERROR \u001b[2J").setViewerVersion("9".repeat(60_000));
        assertThat(Reception.program(hello.build()))
                .startsWith("a ERROR  [2J 999")
                .hasSize(PeerText.MAX_LENGTH);
    }

    private void say(ToSession.Builder message) {
        pair.viewer().send(Envelope.of(Channel.CONTROL, message.build()));
    }

    private void assertRefused(Refusal.Code code) {
        var refusal = viewer.messages.getLast().getRefusal();
        assertThat(refusal.getCode()).isEqualTo(code);
        assertThat(refusal.getReason()).isNotBlank();
        assertThat(viewer.closed).isNotNull();
    }

    private static final class RecordingSession implements Session {
        static final OutputConfig OUTPUT =
                OutputConfig.newBuilder().setId(1).setWidth(640).setHeight(480).build();

        final Recorder<ToSession> guest = new Recorder<>();
        boolean ended;

        @Nullable
        Hello attached;

        @Override
        public String name() {
            return "anna";
        }

        @Override
        public List<OutputConfig> prepare(Hello hello) {
            return List.of(OUTPUT);
        }

        @Override
        public boolean hasEnded() {
            return ended;
        }

        @Override
        public void attach(Link<ToSession, ToViewer> link, Hello hello) {
            attached = hello;
            link.start(guest);
        }
    }

    private static final class Recorder<M extends com.google.protobuf.MessageLite> implements LinkListener<M> {
        final List<M> messages = new ArrayList<>();

        @Nullable
        CloseReason closed;

        @Override
        public void received(Envelope<M> envelope) {
            messages.add(envelope.message());
        }

        @Override
        public void closed(CloseReason reason) {
            closed = reason;
        }
    }
}
