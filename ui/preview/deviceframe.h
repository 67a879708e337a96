// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPointer>
#include <QWidget>

namespace run402 {

/// Holds one widget at a device's size, made smaller to fit, inside a drawn case. An empty size fills.
/// Owner: parent. Thread: GUI.
class DeviceFrame : public QWidget
{
    Q_OBJECT
public:
    explicit DeviceFrame(QWidget* parent = nullptr);
    void setContent(QWidget* content); ///< takes ownership
    /// `size` in CSS pixels; `cased` draws the phone's rim.
    void setDevice(const QSize& size, bool cased);
    double zoom() const { return m_zoom; }

Q_SIGNALS:
    void zoomChanged(double zoom);

private:
    void resizeEvent(QResizeEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void place();

    QPointer<QWidget> m_content;
    QWidget* m_corners; ///< over the content, which knows right angles only
    QSize m_device;
    bool m_cased = false;
    double m_zoom = 1;
};

} // namespace run402
