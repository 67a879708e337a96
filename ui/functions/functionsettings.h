// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QSlider;
class QSpinBox;

namespace run402 {

class Button;
class CopyButton;
class ElidedLabel;
class Label;
class SegmentedControl;

/// Timeout, memory, packages and address of a function; what the tier does not allow cannot be chosen and says why.
/// Owner: parent. Thread: GUI.
class FunctionSettings : public QWidget
{
    Q_OBJECT
public:
    explicit FunctionSettings(QWidget* parent = nullptr);

    /// Greatest values of the tier: seconds and MB; 0 = not known.
    void setLimits(int seconds, int megabytes, const QString& tier);
    /// 0 = the tier's default, which is its greatest value.
    void setValues(int seconds, int megabytes, const QStringList& packages);
    void setAddress(const QString& url);
    int timeoutSeconds() const;
    int memoryMb() const;
    QStringList packages() const { return m_packages; }

Q_SIGNALS:
    void edited();

private:
    QHBoxLayout* addRow(const QString& name);
    void refreshPackages();
    void showPackageMenu();
    void addPackage(const QString& name);

    QSlider* m_slider;
    QSpinBox* m_seconds;
    SegmentedControl* m_memory;
    Label* m_memoryNote;
    QHBoxLayout* m_chips;
    Button* m_add;
    ElidedLabel* m_address;
    CopyButton* m_copy;
    QStringList m_packages;
    int m_maxSeconds = 0, m_maxMb = 0;
    bool m_loading = false;
};

} // namespace run402
