// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "services/net/apiclient.h"

namespace run402::test {

/// Keys that are none, in the places contract.md §1.4 gives them.
class FakeAuthorizer : public QObject, public Authorizer
{
public:
    int asked = 0;
    std::optional<Problem> failWith;

    Call<HeaderList>* headersFor(Auth auth, const QString&, const QByteArray& userToken, const QUrl&) override
    {
        ++asked;
        if (failWith)
            return Call<HeaderList>::ready(this, fail(*failWith));
        HeaderList headers;
        switch (auth) {
        case Auth::None: break;
        case Auth::Wallet: headers = {{"SIGN-IN-WITH-X", "signature-" + QByteArray::number(asked)}}; break;
        case Auth::ServiceKey: headers = {{"Authorization", "Bearer service"}}; break;
        case Auth::AnonKey: headers = {{"apikey", "anon"}}; break;
        case Auth::ServiceKeyAsApi: headers = {{"apikey", "service"}}; break;
        case Auth::ServiceKeyAsBoth: headers = {{"apikey", "service"}, {"Authorization", "Bearer service"}}; break;
        case Auth::AnonKeyAndUser: headers = {{"apikey", "anon"}, {"Authorization", "Bearer " + userToken}}; break;
        }
        return Call<HeaderList>::ready(this, headers);
    }
};

} // namespace run402::test
