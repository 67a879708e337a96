// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/preview/previewfactory.h"

class QStackedWidget;

namespace run402 {

class Chip;
class DeviceFrame;
class EmptyState;
class IconButton;
class Label;
class LineEdit;
class Banner;
class SegmentedControl;

/// A page with its bar: address, sizes, dark, picture, system browser (mockup 06). The surface is made when
/// this is shown with an address for the first time. Owner: parent; borrows the factory. Thread: GUI.
class PreviewView : public QWidget
{
    Q_OBJECT
public:
    enum class Preset { Phone, Tablet, Laptop, Fill };

    explicit PreviewView(PreviewFactory& factory, QWidget* parent = nullptr);

    void open(const QUrl& address);
    QUrl address() const { return m_address; }
    void setPreset(Preset preset);
    /// A strip above the page until the next load.
    void showNotice(const QString& text);
    bool hasSurface() const { return m_surface != nullptr; }
    PreviewSurface* surface() const { return m_surface; }

    /// What a person types: a missing scheme becomes https, or http for loopback. Invalid = not an http address.
    static QUrl readAddress(const QString& text);

Q_SIGNALS:
    void consoleMessage(const run402::ConsoleMessage& message);
    void navigated();

private:
    QWidget* buildBar();
    QWidget* buildStage();
    void surfaceSoon();
    void ensureSurface();
    void showAddress(const QUrl& url);
    void wire();
    void showEvent(QShowEvent* event) override;
    void refreshSize();
    void takePicture();

    PreviewFactory& m_factory;
    PreviewSurface* m_surface = nullptr;
    QUrl m_address;
    QUrl m_pending;
    Preset m_preset = Preset::Phone;
    bool m_turned = false;
    IconButton* m_back;
    IconButton* m_forward;
    IconButton* m_reload;
    LineEdit* m_field;
    Chip* m_here;
    Label* m_status;
    SegmentedControl* m_sizes;
    IconButton* m_dark;
    IconButton* m_turn;
    Label* m_name;
    Label* m_pixels;
    Label* m_zoom;
    Banner* m_notice;
    QStackedWidget* m_stage;
    DeviceFrame* m_frame;
    EmptyState* m_stopped;
};

} // namespace run402
