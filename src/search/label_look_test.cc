// SPDX-License-Identifier: Apache-2.0
// Labels that people make, and those that machines make.
#include "search/label_look.h"

#include <string>

#include <gtest/gtest.h>

namespace spoor::search {
namespace {

struct Case {
  std::string label;
  LabelLook look;
};

class Labels : public ::testing::TestWithParam<Case> {};

TEST_P(Labels, AreToldApart) {
  EXPECT_EQ(look_of(GetParam().label), GetParam().look) << GetParam().label;
}

INSTANTIATE_TEST_SUITE_P(Ordinary, Labels,
                         ::testing::ValuesIn(std::vector<Case>{
                             {"", LabelLook::kOrdinary},
                             {"www", LabelLook::kOrdinary},
                             {"www2", LabelLook::kOrdinary},
                             {"mail-01", LabelLook::kOrdinary},
                             {"cdn17", LabelLook::kOrdinary},
                             {"2019", LabelLook::kOrdinary},
                             {"deadbeef", LabelLook::kOrdinary},
                             {"facade", LabelLook::kOrdinary},
                             {"autodiscover", LabelLook::kOrdinary},
                             {"internationalisation", LabelLook::kOrdinary},
                             {"web-server-frankfurt-2", LabelLook::kOrdinary},
                             {"mx1-us-east2", LabelLook::kOrdinary},
                             {"_dmarc", LabelLook::kOrdinary},
                             {"xn--bcher-kva", LabelLook::kOrdinary},
                             {"1-2-3", LabelLook::kOrdinary},
                             {"mail-300-400-500-600", LabelLook::kOrdinary},
                             {"knightsbridge", LabelLook::kOrdinary},
                             {std::string("a\0b1c2d3e4f5", 12), LabelLook::kOrdinary},
                             {"\xc3\xa9"
                              "1c2d3e4f5g6h7",
                              LabelLook::kOrdinary}}));

INSTANTIATE_TEST_SUITE_P(Machine, Labels,
                         ::testing::ValuesIn(std::vector<Case>{
                             {"20190714", LabelLook::kNumber},
                             {"12345", LabelLook::kNumber},
                             {"0000-0001", LabelLook::kNumber},
                             {"192-0-2-1", LabelLook::kAddress},
                             {"ip-192-0-2-1", LabelLook::kAddress},
                             {"host_198_51_100_7_dyn", LabelLook::kAddress},
                             {"c0a80101", LabelLook::kHex},
                             {"5F3759DF", LabelLook::kHex},
                             {"f81d4fae-7dec-11d0-a765-00a0c91e6bf6", LabelLook::kHex},
                             {"deadbeefdeadbeef", LabelLook::kHex},
                             {"mfrggzdfmztwq2lknnwg23tpoa", LabelLook::kBase32},
                             {"a8x3kq1z9w", LabelLook::kRandom},
                             {"k3jd82hs0qlz", LabelLook::kRandom},
                             {"xkqjvhwzrtpl", LabelLook::kRandom}}));

}  // namespace
}  // namespace spoor::search
