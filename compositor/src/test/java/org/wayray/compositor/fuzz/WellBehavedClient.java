package org.wayray.compositor.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.wayray.compositor.fixture.SessionClient;
import org.wayray.compositor.fixture.SessionFixture;
import org.wayray.wayland.client.Proxy;
import org.wayray.wayland.protocols.core.WlCallbackProtocol;
import org.wayray.wayland.protocols.core.WlKeyboardProtocol;
import org.wayray.wayland.protocols.core.WlSeatProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockManagerV1Protocol;
import org.wayray.wayland.protocols.extsessionlock.ExtSessionLockV1Protocol;

/** An ordinary program beside the mad ones: it has a window, draws, and is typed into. */
final class WellBehavedClient {
    static final int WIDTH = 60;
    static final int HEIGHT = 40;

    private final SessionFixture session;
    private final SessionClient client;
    private final Proxy<WlSurfaceProtocol.Request, WlSurfaceProtocol.Event> surface;
    private int colour;

    WellBehavedClient(SessionFixture session) throws Exception {
        this.session = session;
        client = session.client();
        var seat = client.bind(WlSeatProtocol.INTERFACE);
        client.listen(seat.create(WlKeyboardProtocol.INTERFACE, WlSeatProtocol.Request.GetKeyboard::new));
        surface = client.window(WIDTH, HEIGHT, 0xff000000);
    }

    /** Draws something new and asks for a callback; nothing may keep it from that. */
    void draw() throws Exception {
        colour = (colour + 0x30507) & 0xffffff;
        client.frame(surface);
        client.draw(surface, WIDTH, HEIGHT, 0xff000000 | colour);
        assertThat(client.connection().end())
                .as("the end of the well-behaved client")
                .isEmpty();
    }

    /**
     * Opens a session that a client has locked and left locked, as a second lock screen does.
     *
     * @return false if the client with the lock is still there
     */
    boolean unlock() throws Exception {
        var lock = client.listen(client.bind(ExtSessionLockManagerV1Protocol.INTERFACE)
                .create(ExtSessionLockV1Protocol.INTERFACE, ExtSessionLockManagerV1Protocol.Request.Lock::new));
        session.advance(Duration.ofSeconds(5));
        boolean locked =
                !client.heard(ExtSessionLockV1Protocol.Event.Locked.class).isEmpty();
        lock.send(
                locked
                        ? new ExtSessionLockV1Protocol.Request.UnlockAndDestroy()
                        : new ExtSessionLockV1Protocol.Request.Destroy());
        session.settle();
        client.forget();
        return locked;
    }

    /** The colour that it drew last. */
    int colour() {
        return colour;
    }

    /** How often it was told to draw since the last time that this was asked. */
    int framesDone() throws Exception {
        session.advance(Duration.ofSeconds(1));
        int done = client.heard(WlCallbackProtocol.Event.Done.class).size();
        client.forget();
        return done;
    }

    /** How many key events it heard since the last time that anything was asked. */
    int keysHeard() {
        int heard = client.heard(WlKeyboardProtocol.Event.Key.class).size();
        client.forget();
        return heard;
    }
}
