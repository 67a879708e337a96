// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/domain/release.h"
#include "ui/common/card.h"

namespace run402 {

class Button;
class Label;
class Services;
class SubdomainField;

/// The project's addresses: claim, point to another deployment, give up by typing the name.
/// Owner: parent. Thread: GUI.
class AddressesCard : public Card
{
    Q_OBJECT
public:
    explicit AddressesCard(Services& services, QWidget* parent = nullptr);

    /// The deployment that "Show it here" and a new address are about; empty = none.
    void setRelease(const QString& releaseId);
    /// Puts the keyboard into the name field.
    void startClaim();

Q_SIGNALS:
    void openRequested(const QUrl& address);

private:
    void rebuild();
    QWidget* row(const Address& address);
    void refreshClaim();
    void claim();
    void askReassign(const Address& address);
    void reassign(const Address& address, const QString& releaseId);
    void askDelete(const Address& address);
    void tell(const Problem& problem);

    Services& m_services;
    QString m_releaseId;
    QVBoxLayout* m_rows;
    SubdomainField* m_name;
    Button* m_claim;
    Label* m_note;
    Label* m_problem;
};

} // namespace run402
