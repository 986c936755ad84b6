package org.wayray.compositor.globals.layershell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.wayray.compositor.fixture.ShellFixture.KEY_A;
import static org.wayray.compositor.fixture.ShellFixture.KEY_F4;
import static org.wayray.compositor.fixture.ShellFixture.KEY_LEFT_ALT;
import static org.wayray.compositor.fixture.ShellFixture.LEFT;
import static org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol.Layer.BACKGROUND;
import static org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol.Layer.BOTTOM;
import static org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol.Layer.OVERLAY;
import static org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol.Layer.TOP;
import static org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.KeyboardInteractivity.EXCLUSIVE;
import static org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.KeyboardInteractivity.NONE;
import static org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.KeyboardInteractivity.ON_DEMAND;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.wayray.compositor.fixture.ShellFixture;
import org.wayray.compositor.fixture.TestClient;
import org.wayray.compositor.fixture.TestLayer;
import org.wayray.compositor.fixture.TestPopup;
import org.wayray.compositor.geometry.Offset;
import org.wayray.compositor.geometry.Rect;
import org.wayray.compositor.geometry.Scale;
import org.wayray.compositor.geometry.Size;
import org.wayray.compositor.geometry.Space.Logical;
import org.wayray.compositor.output.OutputMode;
import org.wayray.wayland.protocols.core.WlOutputProtocol;
import org.wayray.wayland.protocols.core.WlSurfaceProtocol;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerShellV1Protocol.Layer;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.Anchor;
import org.wayray.wayland.protocols.wlrlayershell.ZwlrLayerSurfaceV1Protocol.Request;
import org.wayray.wayland.protocols.xdgshell.XdgPopupProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgPositionerProtocol;
import org.wayray.wayland.protocols.xdgshell.XdgToplevelProtocol;
import org.wayray.wayland.wire.WireEnum;

class ZwlrLayerShellTest {
    private static final int SIDES = Anchor.LEFT | Anchor.RIGHT;
    private static final int UPRIGHT = Anchor.TOP | Anchor.BOTTOM;
    private static final int ALL = SIDES | UPRIGHT;

    private ShellFixture fixture;
    private TestClient client;

    @BeforeEach
    void connect() throws Exception {
        fixture = new ShellFixture();
        client = fixture.client();
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private TestLayer layer(Layer where) {
        return new TestLayer(client, where);
    }

    /** A panel at the upper edge. */
    private TestLayer panel(int height) throws Exception {
        return layer(TOP)
                .anchor(SIDES | Anchor.TOP)
                .size(0, height)
                .zone(height)
                .map();
    }

    // size and place

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
    void surfaceLiesAtItsAnchorsWithinTheirMargins(int edges) throws Exception {
        boolean top = (edges & Anchor.TOP) != 0;
        boolean bottom = (edges & Anchor.BOTTOM) != 0;
        boolean left = (edges & Anchor.LEFT) != 0;
        boolean right = (edges & Anchor.RIGHT) != 0;
        var surface = layer(TOP)
                .anchor(edges)
                .margin(12, 9, 15, 6)
                .size(left && right ? 0 : 200, top && bottom ? 0 : 300)
                .map();
        assertThat(surface.asked())
                .isEqualTo(new Size<Logical>(left && right ? 800 - 6 - 9 : 200, top && bottom ? 600 - 12 - 15 : 300));
        assertThat(surface.position())
                .isEqualTo(new Offset<Logical>(
                        left ? 6 : right ? 800 - 200 - 9 : 300, top ? 12 : bottom ? 600 - 300 - 15 : 150));
    }

    @Test
    void sizeThatTheClientChoseCountsAlsoBetweenAnchors() throws Exception {
        var surface = layer(TOP).anchor(ALL).size(321, 218).map();
        assertThat(surface.asked()).isEqualTo(new Size<Logical>(321, 218));
        assertThat(surface.position()).isEqualTo(new Offset<Logical>(239, 191));
    }

    @Test
    void contentOfAnotherSizeLiesWhereTheAskedSizeWould() throws Exception {
        var surface = layer(TOP).anchor(Anchor.RIGHT).size(200, 300).commit().draw(52, 74);
        assertThat(surface.position()).isEqualTo(new Offset<Logical>(600, 150));
    }

    @Test
    void changedPropertiesCountWithTheNextCommit() throws Exception {
        var surface = layer(TOP).size(200, 300).map();
        surface.anchor(ALL).size(0, 0);
        fixture.settle();
        assertThat(surface.configures()).hasSize(1);
        surface.commit();
        assertThat(surface.asked()).isEqualTo(new Size<Logical>(800, 600));
        assertThat(surface.position()).isEqualTo(new Offset<Logical>(0, 0));
        surface.anchor(0).size(200, 300).draw(200, 300);
        assertThat(surface.asked()).isEqualTo(new Size<Logical>(200, 300));
        assertThat(surface.position()).isEqualTo(new Offset<Logical>(300, 150));
    }

    @Test
    void hugeSizesAndMarginsDoNoHarm() throws Exception {
        var surface = layer(TOP)
                .anchor(ALL)
                .margin(Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE, Integer.MAX_VALUE)
                .zone(Integer.MAX_VALUE)
                .commit();
        assertThat(surface.asked().isEmpty()).isFalse();
        layer(TOP)
                .anchor(Anchor.TOP)
                .size(-1, -1)
                .zone(Integer.MAX_VALUE)
                .margin(Integer.MAX_VALUE, 0, 0, 0)
                .commit();
        assertThat(client.isAlive()).isTrue();
    }

    // exclusive zones

    @Test
    void surfaceWithoutZoneIsPushedAsideAndOneThatIgnoresZonesIsNot() throws Exception {
        var wallpaper = layer(BACKGROUND).anchor(ALL).zone(-1).map();
        var notice =
                layer(OVERLAY).anchor(Anchor.TOP | Anchor.RIGHT).size(100, 50).map();
        var icons = layer(BOTTOM).anchor(ALL).map();
        panel(30);
        assertThat(notice.position()).isEqualTo(new Offset<Logical>(700, 30));
        assertThat(icons.asked()).isEqualTo(new Size<Logical>(800, 570));
        assertThat(icons.position()).isEqualTo(new Offset<Logical>(0, 30));
        assertThat(wallpaper.configures()).containsExactly(new Size<>(800, 600));
        assertThat(wallpaper.position()).isEqualTo(new Offset<Logical>(0, 0));
    }

    @Test
    void panelsAtOneEdgeLieOneAfterTheOtherHigherLayersFirst() throws Exception {
        var first = layer(TOP).anchor(SIDES | Anchor.TOP).size(0, 30).zone(30).map();
        var second = layer(TOP).anchor(SIDES | Anchor.TOP).size(0, 20).zone(20).map();
        var above =
                layer(OVERLAY).anchor(SIDES | Anchor.TOP).size(0, 10).zone(10).map();
        assertThat(above.position().y()).isZero();
        assertThat(first.position().y()).isEqualTo(10);
        assertThat(second.position().y()).isEqualTo(40);
        first.destroy();
        assertThat(second.position().y()).isEqualTo(10);
    }

    @Test
    void panelAtTheSideLiesBetweenThoseThatCameBefore() throws Exception {
        panel(30);
        var side = layer(TOP).anchor(UPRIGHT | Anchor.LEFT).size(50, 0).zone(50).map();
        assertThat(side.asked()).isEqualTo(new Size<Logical>(50, 570));
        assertThat(side.position()).isEqualTo(new Offset<Logical>(0, 30));
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(50, 30, 750, 570));
    }

    @Test
    void zoneIncludesTheMarginAndCountsOnlyAtOneEdge() throws Exception {
        var panel = layer(TOP)
                .anchor(Anchor.BOTTOM)
                .size(100, 20)
                .zone(25)
                .margin(1, 2, 7, 4)
                .map();
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 0, 800, 568));
        panel.anchor(Anchor.BOTTOM | Anchor.LEFT).commit();
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 0, 800, 600));
        panel.anchor(Anchor.RIGHT).commit();
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 0, 773, 600));
        panel.anchor(SIDES).commit();
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 0, 800, 600));
    }

    @Test
    void panelThatIsNotMappedKeepsNothingFree() throws Exception {
        var panel = layer(TOP).anchor(SIDES | Anchor.TOP).size(0, 30).zone(30).commit();
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 0, 800, 600));
        panel.drawAsAsked();
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 30, 800, 570));
        panel.hide();
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 0, 800, 600));
    }

    @Test
    void maximisedWindowsFillTheWorkAreaAndFollowIt() throws Exception {
        var window = client.window(200, 100);
        window.send(new XdgToplevelProtocol.Request.SetMaximized());
        window.drawAsAsked();
        var panel = panel(30);
        window.drawAsAsked();
        assertThat(window.frame()).isEqualTo(new Rect<>(0, 30, 800, 570));
        panel.destroy();
        window.drawAsAsked();
        assertThat(window.frame()).isEqualTo(new Rect<>(0, 0, 800, 600));
        assertThat(window.configures().stream().filter(configure -> configure.height() == 570))
                .hasSize(1);
    }

    @Test
    void newWindowsAreCentredInTheWorkAreaAndToldItsSize() throws Exception {
        panel(100);
        var window = client.window(200, 100);
        assertThat(window.frame()).isEqualTo(new Rect<>(300, 300, 200, 100));
        assertThat(client.last(XdgToplevelProtocol.Event.ConfigureBounds.class))
                .isEqualTo(new XdgToplevelProtocol.Event.ConfigureBounds(800, 500));
    }

    @Test
    void surfacesFollowTheOutputsSize() throws Exception {
        var panel =
                layer(TOP).anchor(SIDES | Anchor.BOTTOM).size(0, 30).zone(30).map();
        fixture.output().reconfigure(new OutputMode(new Size<>(1000, 700), 60_000), Scale.ONE, Offset.zero());
        fixture.scene().outputChanged();
        fixture.windows().outputsChanged();
        fixture.settle();
        assertThat(panel.asked()).isEqualTo(new Size<Logical>(1000, 30));
        assertThat(panel.position()).isEqualTo(new Offset<Logical>(0, 670));
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 0, 1000, 670));
    }

    // order

    @Test
    void windowsLieBetweenTheLowerAndTheUpperLayers() throws Exception {
        var low = layer(BOTTOM).size(400, 400).map();
        var window = client.window(300, 300);
        fixture.click(400, 300);
        assertThat(fixture.seat().pointer().focus()).contains(window.serverSurface());
        var high = layer(TOP).size(100, 100).map();
        assertThat(fixture.seat().pointer().focus()).contains(high.serverSurface());
        fixture.click(260, 300);
        fixture.pointerTo(400, 300);
        assertThat(fixture.seat().pointer().focus()).contains(high.serverSurface());
        fixture.pointerTo(210, 110);
        assertThat(fixture.seat().pointer().focus()).contains(low.serverSurface());
    }

    @Test
    void mappedSurfaceMovesToAnotherLayerWithItsCommit() throws Exception {
        var window = client.window(300, 300);
        var surface = layer(OVERLAY).size(100, 100).map();
        fixture.pointerTo(400, 300);
        surface.layer().send(new Request.SetLayer(BACKGROUND.value()));
        fixture.settle();
        assertThat(fixture.seat().pointer().focus()).contains(surface.serverSurface());
        surface.commit();
        assertThat(fixture.seat().pointer().focus()).contains(window.serverSurface());
    }

    // windows that fill the output

    @Test
    void activeFullscreenWindowLiesAbovePanelsAndBelowTheOverlay() throws Exception {
        var panel = panel(30);
        var notice =
                layer(OVERLAY).anchor(Anchor.TOP | Anchor.RIGHT).size(100, 10).map();
        var window = client.window(200, 100);
        window.send(new XdgToplevelProtocol.Request.SetFullscreen(0));
        assertThat(window.configure().height()).isEqualTo(600);
        window.drawAsAsked();
        fixture.pointerTo(10, 10);
        assertThat(fixture.seat().pointer().focus()).contains(window.serverSurface());
        fixture.pointerTo(790, 35);
        assertThat(fixture.seat().pointer().focus()).contains(notice.serverSurface());
        window.send(new XdgToplevelProtocol.Request.UnsetFullscreen());
        window.drawAsAsked();
        fixture.pointerTo(10, 10);
        assertThat(fixture.seat().pointer().focus()).contains(panel.serverSurface());
    }

    @Test
    void fullscreenWindowGoesBackAmongTheOthersWhileAnotherIsActive() throws Exception {
        var panel = panel(30);
        var window = client.window(200, 100);
        window.send(new XdgToplevelProtocol.Request.SetFullscreen(0));
        window.drawAsAsked();
        var other = client.window(100, 100);
        fixture.pointerTo(10, 10);
        assertThat(fixture.seat().pointer().focus()).contains(panel.serverSurface());
        fixture.pointerTo(400, 300);
        assertThat(fixture.seat().pointer().focus()).contains(other.serverSurface());
        fixture.click(10, 500);
        fixture.pointerTo(10, 10);
        assertThat(fixture.seat().pointer().focus()).contains(window.serverSurface());
    }

    @Test
    void childOfAFullscreenWindowStaysAboveIt() throws Exception {
        var panel = panel(30);
        var window = client.window(200, 100);
        window.send(new XdgToplevelProtocol.Request.SetFullscreen(0));
        window.drawAsAsked();
        var dialog = client.newWindow();
        dialog.send(new XdgToplevelProtocol.Request.SetParent(window.toplevel().id()));
        dialog.start();
        dialog.draw(100, 100);
        fixture.pointerTo(400, 300);
        assertThat(fixture.seat().pointer().focus()).contains(dialog.serverSurface());
        fixture.pointerTo(10, 10);
        assertThat(fixture.seat().pointer().focus()).contains(window.serverSurface());
        window.destroy();
        fixture.pointerTo(12, 10);
        assertThat(fixture.seat().pointer().focus()).contains(panel.serverSurface());
    }

    @Test
    void smallerFullscreenWindowHidesWhatIsBeside() throws Exception {
        client.window(700, 500);
        var window = client.window(200, 100);
        window.send(new XdgToplevelProtocol.Request.SetFullscreen(0));
        window.draw(400, 300);
        assertThat(window.frame()).isEqualTo(new Rect<>(200, 150, 400, 300));
        fixture.pointerTo(150, 300);
        assertThat(fixture.seat().pointer().focus()).isEmpty();
        window.hide();
        assertThat(fixture.seat().pointer().focus()).isPresent();
    }

    // keyboard

    @Test
    void surfaceWithoutInteractivityLeavesTheKeyboardToTheWindow() throws Exception {
        var window = client.window(200, 100);
        layer(TOP).anchor(Anchor.TOP | Anchor.LEFT).size(50, 50).map();
        fixture.click(10, 10);
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
    }

    @Test
    void exclusiveSurfaceHasTheKeyboardWhateverIsClickedUntilItGoes() throws Exception {
        var window = client.window(200, 100);
        var launcher = layer(TOP)
                .anchor(Anchor.TOP | Anchor.LEFT)
                .size(50, 50)
                .keyboard(EXCLUSIVE)
                .map();
        assertThat(fixture.seat().keyboard().focus()).contains(launcher.serverSurface());
        fixture.click(400, 300);
        client.window(100, 100);
        assertThat(fixture.seat().keyboard().focus()).contains(launcher.serverSurface());
        assertThat(window.states()).isEmpty();
        launcher.hide();
        assertThat(fixture.seat().keyboard().focus())
                .isEqualTo(fixture.windows().active().map(active -> active.surface()));
        assertThat(fixture.seat().keyboard().focus()).isPresent();
    }

    @Test
    void interactivityCanChangeWhileMapped() throws Exception {
        var window = client.window(200, 100);
        var surface = layer(TOP).size(50, 50).keyboard(NONE).map();
        surface.keyboard(EXCLUSIVE).commit();
        assertThat(fixture.seat().keyboard().focus()).contains(surface.serverSurface());
        surface.keyboard(NONE).commit();
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
    }

    @Test
    void amongExclusiveSurfacesTheHighestAndThenTheNewestWins() throws Exception {
        var low = layer(TOP).size(50, 50).keyboard(EXCLUSIVE).map();
        var high = layer(OVERLAY).size(50, 50).keyboard(EXCLUSIVE).map();
        var newest = layer(TOP).size(50, 50).keyboard(EXCLUSIVE).map();
        assertThat(fixture.seat().keyboard().focus()).contains(high.serverSurface());
        high.destroy();
        assertThat(fixture.seat().keyboard().focus()).contains(newest.serverSurface());
        newest.destroy();
        assertThat(fixture.seat().keyboard().focus()).contains(low.serverSurface());
    }

    @Test
    void onDemandTheKeyboardFollowsClicks() throws Exception {
        var window = client.window(200, 100);
        var surface = layer(TOP)
                .anchor(Anchor.TOP | Anchor.LEFT)
                .size(50, 50)
                .keyboard(ON_DEMAND)
                .map();
        assertThat(fixture.seat().keyboard().focus()).contains(surface.serverSurface());
        fixture.click(400, 300);
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
        fixture.click(10, 10);
        assertThat(fixture.seat().keyboard().focus()).contains(surface.serverSurface());
        fixture.click(10, 500);
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
        fixture.click(10, 10);
        surface.destroy();
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
    }

    @Test
    void exclusiveSurfaceBelowTheWindowsHasTheKeyboardOnlyAfterAClick() throws Exception {
        var window = client.window(200, 100);
        var desktop = layer(BOTTOM).anchor(ALL).keyboard(EXCLUSIVE).map();
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
        fixture.click(10, 10);
        assertThat(fixture.seat().keyboard().focus()).contains(desktop.serverSurface());
    }

    @Test
    void closingKeysDoNotReachAWindowThatHasNotTheKeyboard() throws Exception {
        client.window(200, 100);
        var launcher = layer(TOP).size(50, 50).keyboard(EXCLUSIVE).map();
        fixture.keyDown(KEY_LEFT_ALT);
        fixture.keyDown(KEY_F4);
        fixture.keyUp(KEY_F4);
        assertThat(client.heard(XdgToplevelProtocol.Event.Close.class)).isEmpty();
        launcher.destroy();
        fixture.keyDown(KEY_F4);
        assertThat(client.heard(XdgToplevelProtocol.Event.Close.class)).hasSize(1);
    }

    @Test
    void exclusiveSurfaceDismissesMenusOfOthers() throws Exception {
        var window = client.window(200, 100);
        fixture.pointerTo(400, 300);
        client.pointer();
        client.keyboard();
        fixture.press(LEFT);
        var menu = new TestPopup(client, window.xdgSurface().id(), client.ordinaryPositioner());
        menu.grab(client.last(org.wayray.wayland.protocols.core.WlPointerProtocol.Event.Button.class)
                .serial());
        menu.map();
        assertThat(fixture.seat().keyboard().focus()).contains(menu.serverSurface());
        var launcher = new TestLayer(fixture.client(), TOP)
                .size(50, 50)
                .keyboard(EXCLUSIVE)
                .map();
        assertThat(menu.isDone()).isTrue();
        assertThat(fixture.seat().keyboard().focus()).contains(launcher.serverSurface());
    }

    // popups

    @Test
    void popupLiesRelativeToItsSurfaceAndStaysOnTheOutput() throws Exception {
        var panel =
                layer(TOP).anchor(SIDES | Anchor.BOTTOM).size(0, 40).zone(40).map();
        var rules = client.ordinaryPositioner();
        rules.send(new XdgPositionerProtocol.Request.SetConstraintAdjustment(
                XdgPositionerProtocol.ConstraintAdjustment.FLIP_Y));
        var popup = new TestPopup(client, 0, rules);
        panel.layer().send(new Request.GetPopup(popup.popup().id()));
        popup.map();
        assertThat(popup.configure()).isEqualTo(new XdgPopupProtocol.Event.Configure(20, -10, 40, 30));
        assertThat(popup.position()).isEqualTo(new Offset<Logical>(20, 550));
        assertThat(popup.serverSurface().tree().orElseThrow().layer()).isEqualTo(org.wayray.compositor.scene.Layer.TOP);
        panel.hide();
        assertThat(popup.isDone()).isTrue();
        assertThat(popup.isMapped()).isFalse();
    }

    @Test
    void grabOfAPopupHasTheKeyboardBeforeItsExclusiveSurface() throws Exception {
        var launcher = layer(TOP).size(100, 100).keyboard(EXCLUSIVE).map();
        client.pointer();
        client.keyboard();
        fixture.pointerTo(400, 300);
        fixture.press(LEFT);
        var popup = new TestPopup(client, 0, client.ordinaryPositioner());
        launcher.layer().send(new Request.GetPopup(popup.popup().id()));
        popup.grab(client.last(org.wayray.wayland.protocols.core.WlPointerProtocol.Event.Button.class)
                .serial());
        popup.map();
        assertThat(fixture.seat().keyboard().focus()).contains(popup.serverSurface());
        popup.destroy();
        assertThat(fixture.seat().keyboard().focus()).contains(launcher.serverSurface());
    }

    @Test
    void menusOfWindowsStayWithinTheWorkArea() throws Exception {
        layer(TOP).anchor(SIDES | Anchor.BOTTOM).size(0, 240).zone(240).map();
        var window = client.window(100, 360);
        var rules = client.positioner();
        rules.send(new XdgPositionerProtocol.Request.SetSize(40, 30));
        rules.send(new XdgPositionerProtocol.Request.SetAnchorRect(0, 350, 10, 10));
        rules.send(new XdgPositionerProtocol.Request.SetConstraintAdjustment(
                XdgPositionerProtocol.ConstraintAdjustment.SLIDE_Y));
        var popup = new TestPopup(client, window.xdgSurface().id(), rules).map();
        assertThat(popup.position().y() + 30).isEqualTo(360);
    }

    @Test
    void popupThatHasAParentIsNotAdopted() throws Exception {
        var panel = panel(30);
        var window = client.window(100, 100);
        var popup = new TestPopup(client, window.xdgSurface().id(), client.ordinaryPositioner());
        panel.layer().send(new Request.GetPopup(popup.popup().id()));
        assertError(ZwlrLayerSurfaceV1Protocol.Error.INVALID_SURFACE_STATE);
    }

    // life

    @Test
    void unmappedSurfaceStartsOverWithNothingSet() throws Exception {
        var surface = layer(TOP).anchor(ALL).zone(-1).map();
        surface.hide();
        assertThat(surface.isMapped()).isFalse();
        surface.size(70, 80).commit();
        assertThat(surface.asked()).isEqualTo(new Size<Logical>(70, 80));
        surface.drawAsAsked();
        assertThat(surface.position()).isEqualTo(new Offset<Logical>(365, 260));
        surface.destroy();
        assertThat(client.isAlive()).isTrue();
        assertThat(fixture.scene().trees(org.wayray.compositor.scene.Layer.TOP)).isEmpty();
    }

    @Test
    void remappedSurfaceNeedsTheSizeAgain() throws Exception {
        var surface = layer(TOP).size(70, 80).map();
        surface.hide();
        surface.commit();
        assertError(ZwlrLayerSurfaceV1Protocol.Error.INVALID_SIZE);
    }

    @Test
    void surfaceIsClosedWhenItsOutputGoes() throws Exception {
        var output = client.listen(client.bind(WlOutputProtocol.INTERFACE));
        fixture.settle();
        var surface = new TestLayer(client, TOP, output.id())
                .size(50, 50)
                .keyboard(EXCLUSIVE)
                .map();
        fixture.scene().removeOutput(fixture.output());
        fixture.settle();
        assertThat(surface.isClosed()).isTrue();
        assertThat(surface.isMapped()).isFalse();
        assertThat(fixture.seat().keyboard().focus()).isEmpty();
        surface.layer().send(new Request.AckConfigure(12345));
        surface.size(0, 0).draw(10, 10);
        assertThat(surface.isMapped()).isFalse();
        var late = new TestLayer(client, TOP, output.id());
        fixture.settle();
        assertThat(late.isClosed()).isTrue();
        late.size(5, 5).commit();
        late.destroy();
        surface.destroy();
        assertThat(client.isAlive()).isTrue();
    }

    @Test
    void deathOfTheClientLeavesNothing() throws Exception {
        var window = fixture.client().window(100, 100);
        panel(30);
        layer(OVERLAY).size(50, 50).keyboard(EXCLUSIVE).map();
        client.close();
        fixture.settle();
        assertThat(fixture.layers().workArea(fixture.output())).isEqualTo(new Rect<>(0, 0, 800, 600));
        assertThat(fixture.seat().keyboard().focus()).contains(window.serverSurface());
        fixture.keyDown(KEY_A);
        fixture.keyUp(KEY_A);
    }

    // errors

    @Test
    void surfaceWithAnotherRoleIsRefused() throws Exception {
        var window = client.window(100, 100);
        get(window.surface().id(), TOP.value());
        assertError(ZwlrLayerShellV1Protocol.Error.ROLE);
    }

    @Test
    void surfaceIsTakenOnlyOnce() throws Exception {
        get(layer(TOP).surface().id(), TOP.value());
        assertError(ZwlrLayerShellV1Protocol.Error.ROLE);
    }

    @Test
    void surfaceWithABufferIsRefused() throws Exception {
        var surface = client.surface();
        surface.send(new WlSurfaceProtocol.Request.Attach(client.buffer(10, 10).id(), 0, 0));
        get(surface.id(), TOP.value());
        assertError(ZwlrLayerShellV1Protocol.Error.ALREADY_CONSTRUCTED);
    }

    @Test
    void unknownLayerIsRefused() throws Exception {
        get(client.surface().id(), 4);
        assertError(ZwlrLayerShellV1Protocol.Error.INVALID_LAYER);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 8, 5, 7, 13})
    void sizeOfZeroNeedsAnchorsAtBothEnds(int edges) throws Exception {
        layer(TOP).anchor(edges).commit();
        assertError(ZwlrLayerSurfaceV1Protocol.Error.INVALID_SIZE);
    }

    @Test
    void unknownEdgesAreRefused() throws Exception {
        layer(TOP).anchor(16);
        assertError(ZwlrLayerSurfaceV1Protocol.Error.INVALID_ANCHOR);
    }

    @Test
    void unknownInteractivityIsRefusedAndWasATruthValueOnce() throws Exception {
        var old = fixture.client(3);
        var surface = new TestLayer(old, TOP).size(10, 10);
        surface.layer().send(new Request.SetKeyboardInteractivity(7));
        surface.map();
        assertThat(fixture.seat().keyboard().focus()).contains(surface.serverSurface());
        layer(TOP).layer().send(new Request.SetKeyboardInteractivity(3));
        assertError(ZwlrLayerSurfaceV1Protocol.Error.INVALID_KEYBOARD_INTERACTIVITY);
    }

    @Test
    void contentBeforeTheFirstAcknowledgementIsAnError() throws Exception {
        var surface = layer(TOP).size(10, 10);
        surface.acknowledges(false);
        surface.commit().draw(10, 10);
        assertError(ZwlrLayerSurfaceV1Protocol.Error.INVALID_SURFACE_STATE);
    }

    @Test
    void unknownSerialIsRefused() throws Exception {
        layer(TOP).size(10, 10).map().layer().send(new Request.AckConfigure(4711));
        assertError(ZwlrLayerSurfaceV1Protocol.Error.INVALID_SURFACE_STATE);
    }

    @Test
    void wlSurfaceGoesAfterItsLayerSurface() throws Exception {
        panel(30).surface().send(new WlSurfaceProtocol.Request.Destroy());
        assertError(WlSurfaceProtocol.Error.DEFUNCT_ROLE_OBJECT);
    }

    private void get(int surface, int layer) {
        client.bind(ZwlrLayerShellV1Protocol.INTERFACE)
                .create(
                        ZwlrLayerSurfaceV1Protocol.INTERFACE,
                        id -> new ZwlrLayerShellV1Protocol.Request.GetLayerSurface(id, surface, 0, layer, "test"));
    }

    private void assertError(WireEnum code) throws Exception {
        assertThat(client.error().code()).isEqualTo(code.value());
    }
}
