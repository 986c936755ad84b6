package org.wayray.viewer.status;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.RenderingHints;
import java.awt.font.FontRenderContext;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.awt.image.DirectColorModel;
import java.awt.image.Raster;
import java.text.AttributedString;
import java.util.ArrayList;
import java.util.List;
import org.wayray.codec.Framebuffer;

/**
 * Draws a {@link StatusPage} in the middle of a dimmed picture, with headless Java2D into a heap array: no window system has a
 * part in it. The first use loads the fonts, which takes a few tenths of a second. Stateless; any thread.
 */
public final class StatusPainter {
    private static final int MARGIN = 24;
    private static final int LINE_GAP = 4;
    private static final int PARAGRAPH_GAP = 12;
    private static final int LARGEST_WIDTH = 720;
    private static final Color PANEL = new Color(0x20, 0x24, 0x2B);
    private static final Color EDGE = new Color(0x4C, 0x56, 0x6A);
    private static final Color TITLE = new Color(0xEC, 0xEF, 0xF4);
    private static final Color TEXT = new Color(0xC8, 0xD0, 0xDC);
    private static final Font TITLE_FONT = new Font(Font.SANS_SERIF, Font.BOLD, 20);
    private static final Font TEXT_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 15);

    private StatusPainter() {}

    /** Darkens the picture, so that it reads as "not now", and puts the page on it. */
    public static void paint(StatusPage page, Framebuffer picture) {
        dim(picture);
        var image = view(picture);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            draw(page, picture, graphics);
        } finally {
            graphics.dispose();
        }
    }

    private static void dim(Framebuffer picture) {
        int[] pixels = picture.pixels();
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = 0xFF000000 | (pixels[i] >>> 2 & 0x3F3F3F);
        }
    }

    /** The picture's own pixels as an image. */
    public static BufferedImage view(Framebuffer picture) {
        var model = new DirectColorModel(24, 0xFF0000, 0xFF00, 0xFF);
        var raster = Raster.createPackedRaster(
                new DataBufferInt(picture.pixels(), picture.pixels().length),
                picture.width(),
                picture.height(),
                picture.stride(),
                model.getMasks(),
                new Point());
        return new BufferedImage(model, raster, false, null);
    }

    private static void draw(StatusPage page, Framebuffer picture, Graphics2D graphics) {
        int textWidth = Math.max(1, Math.min(LARGEST_WIDTH, picture.width() - 4 * MARGIN));
        var lines = layOut(page, textWidth, graphics.getFontRenderContext());
        float height = 0;
        float width = 0;
        for (Line line : lines) {
            height += line.gap() + line.height();
            width = Math.max(width, line.layout().getAdvance());
        }
        int panelWidth = (int) Math.ceil(width) + 2 * MARGIN;
        int panelHeight = (int) Math.ceil(height) + 2 * MARGIN;
        int left = (picture.width() - panelWidth) / 2;
        int top = (picture.height() - panelHeight) / 2;
        graphics.setColor(PANEL);
        graphics.fillRect(left, top, panelWidth, panelHeight);
        graphics.setColor(EDGE);
        graphics.drawRect(left, top, panelWidth - 1, panelHeight - 1);
        float y = top + MARGIN;
        for (Line line : lines) {
            y += line.gap();
            graphics.setColor(line.colour());
            line.layout().draw(graphics, left + MARGIN, y + line.layout().getAscent());
            y += line.height();
        }
    }

    private static List<Line> layOut(StatusPage page, int width, FontRenderContext context) {
        var lines = new ArrayList<Line>();
        for (TextLayout layout : wrap(page.title(), TITLE_FONT, width, context)) {
            lines.add(new Line(layout, TITLE, lines.isEmpty() ? 0 : LINE_GAP));
        }
        for (String text : page.lines()) {
            int gap = PARAGRAPH_GAP;
            for (TextLayout layout : wrap(text, TEXT_FONT, width, context)) {
                lines.add(new Line(layout, TEXT, gap));
                gap = LINE_GAP;
            }
        }
        return lines;
    }

    /** A line as it is drawn, {@code gap} pixels below the one before it. */
    private record Line(TextLayout layout, Color colour, int gap) {
        float height() {
            return layout.getAscent() + layout.getDescent();
        }
    }

    private static List<TextLayout> wrap(String text, Font font, int width, FontRenderContext context) {
        var layouts = new ArrayList<TextLayout>();
        if (text.isBlank()) {
            return layouts;
        }
        var styled = new AttributedString(text);
        styled.addAttribute(TextAttribute.FONT, font);
        var measurer = new LineBreakMeasurer(styled.getIterator(), context);
        while (measurer.getPosition() < text.length()) {
            layouts.add(measurer.nextLayout(width));
        }
        return layouts;
    }
}
